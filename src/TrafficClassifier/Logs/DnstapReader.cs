using System.Buffers.Binary;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>
/// Reads a file of Frame Streams (https://farsightsec.github.io/fstrm) with dnstap in it: frames behind their length in 4 bytes, big-endian; a
/// length of 0 begins a control frame. A line is a frame here.
/// </summary>
internal sealed class DnstapReader(string input, IByteSource source) : LogReader(input)
{
    private const int LengthSize = 4;
    private const uint Start = 2;

    /// <summary>A DNS message has 64 KiB at most; what a frame holds beside it is little.</summary>
    private const int LongestFrame = LogLines.LongestLine;

    private int _consumed;
    private long _offset;

    public override string FormatName => "dnstap";

    public override long BytesRead => source.BytesRead;

    public override long Length => source.Length;

    private protected override long Offset => _offset;

    /// <summary>The first frame is a control frame, START.</summary>
    public static bool IsHead(ReadOnlySpan<byte> head) => head.Length >= 12 && BinaryPrimitives.ReadUInt32BigEndian(head) == 0
        && BinaryPrimitives.ReadUInt32BigEndian(head[4..]) is >= 4 and <= 512 && BinaryPrimitives.ReadUInt32BigEndian(head[8..]) == Start;

    private protected override bool TryReadLine()
    {
        var window = Window(LengthSize);
        if (window.Length < LengthSize)
        {
            return window.IsEmpty ? false : Cut();
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(window);
        var isControl = length == 0;
        if (isControl)
        {
            Consume(LengthSize);
            window = Window(LengthSize);
            if (window.Length < LengthSize)
            {
                return Cut();
            }
            length = BinaryPrimitives.ReadUInt32BigEndian(window);
        }
        if (length > LongestFrame)
        {
            Break($"a frame claims {length} bytes: corrupt");
            return false;
        }
        window = Window(LengthSize + (int)length);
        if (window.Length < LengthSize + (int)length)
        {
            return Cut();
        }
        Number++;
        Count(isControl ? LineStatus.Comment : Dnstap.Read(window.Slice(LengthSize, (int)length), Keep));
        Consume(LengthSize + (int)length);
        return true;
    }

    private protected override void Dispose(bool isDisposing) => source.Dispose();

    private ReadOnlySpan<byte> Window(int wanted)
    {
        var window = source.Advance(_consumed, wanted);
        _consumed = 0;
        return window.AsSpan(0, Math.Min(window.Count, wanted));
    }

    private void Consume(int count)
    {
        _consumed += count;
        _offset += count;
    }

    private bool Cut()
    {
        Break("cut inside a frame");
        return false;
    }
}
