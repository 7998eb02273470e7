namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>A valid unit of a view.</summary>
/// <param name="EndsItself">The unit carries its own end, so that bytes behind it are none of its business.</param>
internal sealed record ViewSample(string Name, byte[] Bytes, bool EndsItself);
