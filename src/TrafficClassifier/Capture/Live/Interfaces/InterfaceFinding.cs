namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>Something about an interface that an operator should know.</summary>
/// <param name="IsFatal">Nothing can be captured like this.</param>
/// <param name="Text">One line.</param>
/// <param name="Command">What to type against it, as it is; null where nothing helps.</param>
public sealed record InterfaceFinding(bool IsFatal, string Text, string? Command);
