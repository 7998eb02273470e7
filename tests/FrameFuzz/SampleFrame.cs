using TrafficClassifier.Capture;

namespace TrafficClassifier.FrameFuzz;

/// <summary>A frame of a capture, kept to be spoiled.</summary>
/// <param name="Bytes">As captured.</param>
/// <param name="LinkType">Of the capture.</param>
public sealed record SampleFrame(byte[] Bytes, LinkType LinkType);
