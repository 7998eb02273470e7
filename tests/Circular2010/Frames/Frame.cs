namespace Circular2010.Frames;

/// <summary>A frame as captured; <paramref name="OriginalLength"/> is larger than the bytes if the snap length cut it.</summary>
internal readonly record struct Frame(long Time, byte[] Bytes, int OriginalLength);
