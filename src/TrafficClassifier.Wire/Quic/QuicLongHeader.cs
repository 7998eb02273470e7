using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// What long headers of all versions have in common (RFC 8999 5.1).
/// <code>
/// +-+-------+---------+--------+----------+--------+----------+----------
/// |1| 7 bits| version | length | dest. id | length | src. id  | the version's own
/// +-+-------+---------+--------+----------+--------+----------+----------
///  0         1         5        6
/// </code>
/// The second bit, "fixed" in version 1, may be anything (RFC 9287 3).
/// </summary>
public readonly ref struct QuicLongHeader : IWireView<QuicLongHeader>
{
    /// <summary>RFC 9000 17.2; other versions may have longer ones.</summary>
    public const int LongestConnectionId = 20;

    private const int DestinationStart = 6;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _destinationLength;

    private QuicLongHeader(ReadOnlySpan<byte> bytes, int destinationLength)
    {
        _bytes = bytes;
        _destinationLength = destinationLength;
    }

    public byte FirstByte => _bytes[0];

    public QuicVersion Version => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[1..]));

    public ReadOnlySpan<byte> DestinationId => _bytes.Slice(DestinationStart, _destinationLength);

    public ReadOnlySpan<byte> SourceId => _bytes[(DestinationStart + _destinationLength + 1)..];

    public int Length => _bytes.Length;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out QuicLongHeader view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[0] & 0x80) == 0)
        {
            return DecodeStatus.Unsupported; // a short header: nothing in it is in clear
        }
        if (bytes.Length < DestinationStart)
        {
            return DecodeStatus.Truncated;
        }
        var longest = new QuicVersion(BinaryPrimitives.ReadUInt32BigEndian(bytes[1..])).IsKnown ? LongestConnectionId : byte.MaxValue;
        int destination = bytes[DestinationStart - 1];
        if (destination > longest)
        {
            return DecodeStatus.Malformed;
        }
        var at = DestinationStart + destination;
        if (bytes.Length <= at)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[at] > longest)
        {
            return DecodeStatus.Malformed;
        }
        at += 1 + bytes[at];
        if (bytes.Length < at)
        {
            return DecodeStatus.Truncated;
        }
        view = new QuicLongHeader(bytes[..at], destination);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"QUIC first=0x{FirstByte:x2} version=0x{Version.Value:x8} dcid={Convert.ToHexStringLower(DestinationId)} scid={Convert.ToHexStringLower(SourceId)} header={Length}");
}
