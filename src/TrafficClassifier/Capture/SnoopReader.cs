using System.Buffers.Binary;

namespace TrafficClassifier.Capture;

/// <summary>
/// Solaris' snoop (RFC 1761); all of it is big-endian.
/// <code>
/// file:   "snoop" and three zeros (8) | version (4) | link type (4)
/// record: original length (4) | captured length (4) | record length (4) | drops so far (4) | seconds (4) | microseconds (4) | bytes | padding
/// </code>
/// </summary>
internal sealed class SnoopReader : CaptureReader
{
    /// <summary>The first four bytes, as a little-endian number.</summary>
    public const uint Magic = 0x6f6f_6e73;

    private const uint RestOfMagic = 0x7000_0000;
    private const uint Version = 2;
    private const int FileHeaderLength = 16, RecordHeaderLength = 24;
    private bool _isOpen;
    private long _dropped;

    public SnoopReader(string input, IByteSource source)
        : base(input, source)
    {
    }

    public override long Dropped => _dropped;

    private protected override bool TryReadFrame()
    {
        if (!_isOpen && !Open())
        {
            return false;
        }
        if (!Ensure(RecordHeaderLength))
        {
            return Window.IsEmpty ? false : Break($"cut inside a record header ({Window.Length} of {RecordHeaderLength} bytes)");
        }
        var captured = Read(4);
        if (captured > LongestFrame)
        {
            return Break($"a record claims {captured} bytes, more than a frame can have ({LongestFrame}): corrupt");
        }
        var length = Read(8);
        if (length < RecordHeaderLength + captured || length > RecordHeaderLength + LongestFrame)
        {
            return Break($"a record claims {length} bytes for a frame of {captured}: corrupt");
        }
        if (!Ensure((int)length))
        {
            return Break($"cut inside a frame ({Window.Length - RecordHeaderLength} of {length - RecordHeaderLength} bytes)");
        }
        _dropped = Read(12);
        Time = new Instant((Read(16) * Instant.NanosecondsPerSecond) + (Read(20) * 1000L));
        SetFrame(RecordHeaderLength, (int)captured, (int)length);
        return true;
    }

    private bool Open()
    {
        if (!Ensure(FileHeaderLength))
        {
            return Break($"cut inside the file header ({Window.Length} of {FileHeaderLength} bytes)");
        }
        if (Read(4) != RestOfMagic)
        {
            return Break("begins like snoop and is none");
        }
        if (Read(8) != Version)
        {
            return Break($"snoop of version {Read(8)}: only {Version} is known");
        }
        // RFC 1761's own numbers.
        LinkType? linkType = Read(12) switch
        {
            0 or 4 => LinkType.Ethernet,
            2 => LinkType.TokenRing,
            8 => LinkType.Fddi,
            _ => null,
        };
        if (linkType is not { } known)
        {
            return Break($"snoop's link type {Read(12)} is not read");
        }
        LinkType = known;
        Consume(FileHeaderLength);
        _isOpen = true;
        return true;
    }

    private uint Read(int at) => BinaryPrimitives.ReadUInt32BigEndian(Window[at..]);
}
