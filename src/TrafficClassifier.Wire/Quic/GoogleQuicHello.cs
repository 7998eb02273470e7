using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// A packet of Google QUIC, versions Q010 to Q046, that shows its version and begins with a whole client hello (CHLO). Up to Q043 it has a
/// public header of its own ("QUIC Wire Layout Specification", Google 2016), then one like that of draft-ietf-quic-transport-17. Until the
/// keys are agreed packets are in clear behind a hash.
/// <code>
///           0       1             9         13      1-6      12      0-1
/// Q0..43: +-------+-------------+---------+--------+------+--------+-------+-------
///         | flags | conn. id (8)| version | number | hash | private flags | frame   private flags up to Q033
///         +-------+-------------+---------+--------+------+---------------+-------
/// Q044..: | 1...  | version | lengths | ids | number (4) | hash | frame
///         +-------+---------+---------+-----+------------+------+-------
/// frame:  1FDOOOSS | stream id | offset | length (2, if D) | "CHLO" | tags (2) | 0 (2) | tag (4), end of its value (4) ... | values
/// </code>
/// Tags and ends are little-endian in all versions, the rest is from Q039 on no longer.
/// </summary>
public readonly ref struct GoogleQuicHello : IWireView<GoogleQuicHello>
{
    private const int HashLength = 12, MessageHeaderLength = 8, EntryLength = 8;
    private const int OldestVersion = 10, LastWithPrivateFlags = 33, LastLittleEndian = 38, LastWithPublicHeader = 43, LastInClear = 46;
    private const byte CryptoStream = 1;

    /// <summary>Version and an id of 8 bytes are there, which every hello has; no reset, no bit of later use.</summary>
    private const byte PublicFlagsMask = 0xcb, PublicFlags = 0x09;

    /// <summary>What Google's own reader believes.</summary>
    private const int MostTags = 128;

    private readonly ReadOnlySpan<byte> _message;

    private GoogleQuicHello(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> message, QuicVersion version)
    {
        Bytes = bytes;
        _message = message;
        Version = version;
    }

    /// <summary>What the view was read from: reads the same once more.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public QuicVersion Version { get; }

    /// <summary>The version's number: 43 of Q043.</summary>
    public int Number => NumberOf(Version.Value);

    /// <summary>The value of the tag SNI, as sent; empty when there is none.</summary>
    public ReadOnlySpan<byte> ServerName
    {
        get
        {
            var tags = BinaryPrimitives.ReadUInt16LittleEndian(_message[4..]);
            var values = _message[(MessageHeaderLength + (tags * EntryLength))..];
            var start = 0;
            for (var i = 0; i < tags; i++)
            {
                var entry = _message.Slice(MessageHeaderLength + (i * EntryLength), EntryLength);
                var end = BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
                if (entry.StartsWith("SNI\0"u8))
                {
                    return values[start..end];
                }
                start = end;
            }
            return default;
        }
    }

    /// <summary>A quick look for a packet of these versions, before any length is believed.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) =>
        bytes.Length > MessageHeaderLength + HashLength
        && ((bytes[0] & PublicFlagsMask) == PublicFlags ? HasPublicHeader(NumberOf(BinaryPrimitives.ReadUInt32BigEndian(bytes[9..])))
            : (bytes[0] & 0x80) != 0 && HasLongHeader(NumberOf(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]))));

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out GoogleQuicHello view)
    {
        view = default;
        var status = TryReadHeader(bytes, out var version, out var at);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }
        status = TryReadFrame(bytes, at, NumberOf(version) <= LastLittleEndian, out var data, out var isWhole);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }
        if (!TryMeasure(data, out var length))
        {
            return DecodeStatus.Malformed;
        }
        if (length > data.Length)
        {
            return isWhole ? DecodeStatus.Malformed : DecodeStatus.Truncated;
        }
        view = new GoogleQuicHello(bytes, data[..length], new QuicVersion(version));
        return DecodeStatus.Ok;
    }

    public override string ToString()
    {
        Span<byte> name = stackalloc byte[1024];
        return string.Create(CultureInfo.InvariantCulture,
            $"CHLO version=0x{Version.Value:x8} ({Number}) sni={Encoding.ASCII.GetString(name[..WireText.Format(ServerName, name)])}");
    }

    private static DecodeStatus TryReadHeader(ReadOnlySpan<byte> bytes, out uint version, out int length)
    {
        version = 0;
        length = 0;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        var first = bytes[0];
        var isLong = (first & 0x80) != 0;
        if (!isLong && (first & PublicFlagsMask) != PublicFlags)
        {
            return DecodeStatus.Unsupported;
        }
        var at = isLong ? 1 : 9;
        if (bytes.Length <= at + 4)
        {
            return DecodeStatus.Truncated;
        }
        version = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
        var number = NumberOf(version);
        if (!(isLong ? HasLongHeader(number) : HasPublicHeader(number)))
        {
            return DecodeStatus.Unsupported;
        }
        at += 4;
        // Packet numbers have 1, 2, 4 or 6 bytes, or in long headers 1 to 4.
        at += isLong ? 1 + IdLength(bytes[at] >> 4) + IdLength(bytes[at] & 0x0f) + 1 + (first & 3) : Math.Max(1, ((first >> 4) & 3) * 2);
        length = at + HashLength + (number <= LastWithPrivateFlags ? 1 : 0);
        return DecodeStatus.Ok;
    }

    /// <summary>The hello comes first in its packet, and on the stream that the handshake has.</summary>
    private static DecodeStatus TryReadFrame(ReadOnlySpan<byte> bytes, int at, bool isLittleEndian, out ReadOnlySpan<byte> data, out bool isWhole)
    {
        data = default;
        isWhole = false;
        if (bytes.Length < at + 2)
        {
            return DecodeStatus.Truncated;
        }
        var type = bytes[at];
        // A STREAM frame that does not end its stream; so low an id has one byte.
        if ((type & 0xc3) != 0x80 || bytes[at + 1] != CryptoStream)
        {
            return DecodeStatus.Unsupported;
        }
        var offset = (type >> 2) & 7;
        at += 2 + (offset == 0 ? 0 : offset + 1);
        isWhole = (type & 0x20) != 0;
        var start = isWhole ? at + 2 : at;
        if (bytes.Length < start + MessageHeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        data = bytes[start..];
        if (!data.StartsWith("CHLO"u8))
        {
            return DecodeStatus.Unsupported;
        }
        if (isWhole)
        {
            int length = isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < MessageHeaderLength)
            {
                return DecodeStatus.Malformed;
            }
            if (length > data.Length)
            {
                return DecodeStatus.Truncated;
            }
            data = data[..length];
        }
        return DecodeStatus.Ok;
    }

    /// <summary>False: the ends of the values contradict each other. The length may be more than is here.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> data, out int length)
    {
        int tags = BinaryPrimitives.ReadUInt16LittleEndian(data[4..]);
        length = MessageHeaderLength + (tags * EntryLength);
        if (tags > MostTags || length > data.Length)
        {
            return tags <= MostTags;
        }
        uint end = 0;
        for (var at = MessageHeaderLength; at < length; at += EntryLength)
        {
            var next = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 4)..]);
            if (next < end || next > ushort.MaxValue)
            {
                return false;
            }
            end = next;
        }
        length += (int)end;
        return true;
    }

    /// <summary>The number of a version that is "Q0" and two digits; else -1.</summary>
    private static int NumberOf(uint version)
    {
        var tens = ((version >> 8) & 0xff) - '0';
        var ones = (version & 0xff) - '0';
        return version >> 16 == 0x5130 && tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }

    private static bool HasPublicHeader(int number) => number is >= OldestVersion and <= LastWithPublicHeader;

    private static bool HasLongHeader(int number) => number is > LastWithPublicHeader and <= LastInClear;

    private static int IdLength(int nibble) => nibble == 0 ? 0 : nibble + 3;
}
