namespace TrafficClassifier.Tests.Capture;

/// <summary>A frame as it came out of a reader.</summary>
internal sealed record ReadFrame(long Number, long Nanoseconds, ushort LinkType, string Bytes);
