using System.Buffers.Binary;

namespace TrafficClassifier.Capture;

/// <summary>
/// Classic pcap (draft-ietf-opsawg-pcap).
/// <code>
/// file:   magic (4) | version (2+2) | reserved (8) | snap length (4) | FCS length, f, link type (4)
/// record: seconds (4) | fraction (4) | captured length (4) | original length (4) | bytes
/// </code>
/// </summary>
internal sealed class PcapReader : CaptureReader
{
    public const uint Microseconds = 0xa1b2c3d4, Nanoseconds = 0xa1b23c4d;

    /// <summary>Alexey Kuznetzov's patched libpcap: 8 more bytes in each record header.</summary>
    public const uint Modified = 0xa1b2cd34;

    private const int FileHeaderLength = 24;
    private bool _isOpen;
    private bool _isSwapped;
    private bool _isOldest;
    private bool _isOld;
    private long _fraction = 1000;
    private int _headerLength = 16;
    private int _frameCheckLength;

    public PcapReader(string input, IByteSource source)
        : base(input, source)
    {
    }

    public static bool IsMagic(uint littleEndian) => Known(littleEndian) || Known(BinaryPrimitives.ReverseEndianness(littleEndian));

    private protected override bool TryReadFrame()
    {
        if (!_isOpen && !Open())
        {
            return false;
        }
        if (!Ensure(_headerLength))
        {
            return Window.IsEmpty ? false : Break($"cut inside a record header ({Window.Length} of {_headerLength} bytes)");
        }
        var header = Window;
        var seconds = Read(header);
        var fraction = Read(header[4..]);
        var captured = Read(header[8..]);
        var original = Read(header[12..]);
        if (_isOldest || (_isOld && captured > original))
        {
            (captured, original) = (original, captured);
        }
        if (captured > LongestFrame)
        {
            return Break($"a record claims {captured} bytes, more than a frame can have ({LongestFrame}): corrupt");
        }
        var recordLength = _headerLength + (int)captured;
        if (!Ensure(recordLength))
        {
            return Break($"cut inside a frame ({Window.Length - _headerLength} of {captured} bytes)");
        }
        Time = new Instant((seconds * Instant.NanosecondsPerSecond) + (fraction * _fraction));
        SetFrame(_headerLength, WithoutFrameCheck(captured, original, _frameCheckLength), recordLength);
        return true;
    }

    private static bool Known(uint magic) => magic is Microseconds or Nanoseconds or Modified;

    private bool Open()
    {
        if (!Ensure(FileHeaderLength))
        {
            return Break($"cut inside the file header ({Window.Length} of {FileHeaderLength} bytes)");
        }
        var header = Window;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        _isSwapped = !Known(magic);
        magic = Read(header);
        _fraction = magic == Nanoseconds ? 1 : 1000;
        _headerLength = magic == Modified ? 24 : 16;
        // Before version 2.3 the two lengths of a record stood the other way round; writers of 2.3 did not agree (libpcap, sf-pcap.c).
        var isVersion2 = Read16(header[4..]) == 2;
        var minor = Read16(header[6..]);
        _isOldest = isVersion2 && minor < 3;
        _isOld = isVersion2 && minor == 3;
        var network = Read(header[20..]);
        LinkType = new LinkType((ushort)network);
        // Bit 26 says that the upper four bits are the FCS length, in units of 16 bits.
        _frameCheckLength = (network & 0x0400_0000) != 0 ? (int)(network >> 28) * 2 : 0;
        Consume(FileHeaderLength);
        _isOpen = true;
        return true;
    }

    private ushort Read16(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private uint Read(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
