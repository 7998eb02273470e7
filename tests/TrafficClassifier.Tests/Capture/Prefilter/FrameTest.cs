namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Whether a filter passes a frame.</summary>
internal delegate bool FrameTest(ReadOnlySpan<byte> frame);
