namespace TrafficClassifier.LiveProbe;

internal sealed record SeenFrame(byte[] Bytes, Instant Time, long Number, int OriginalLength);
