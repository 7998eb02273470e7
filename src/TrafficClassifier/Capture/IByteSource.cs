namespace TrafficClassifier.Capture;

/// <summary>Where the bytes of a capture come from: block reads of a file, or a pipe.</summary>
internal interface IByteSource : IDisposable
{
    /// <summary>
    /// Gives up the first <paramref name="consumed"/> bytes of the last window and shows the bytes behind them, contiguous. The window is
    /// shorter than <paramref name="wanted"/> only when the input ends.
    /// </summary>
    /// <exception cref="IOException">The input failed.</exception>
    /// <exception cref="InvalidDataException">Compressed data is corrupt or ends too early.</exception>
    ArraySegment<byte> Advance(int consumed, int wanted);

    /// <summary>Bytes read so far of the input as stored: what progress is told in.</summary>
    long BytesRead { get; }

    /// <summary>Bytes of the input as stored; 0 where that cannot be known before its end.</summary>
    long Length { get; }

    /// <summary>The block that the window lies in, where others may hold it; null: the window is good until the next one only.</summary>
    SharedBlock? Block => null;
}
