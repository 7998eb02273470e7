using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// Darwin's packet tap (LINKTYPE_PKTAP; little-endian): the frame is of the link type told.
/// <code>
///  0         4             8           12       len
/// +---------+-------------+-----------+--------+---------
/// | length  | type (1)    | link type | ...    | frame
/// +---------+-------------+-----------+--------+---------
/// </code>
/// </summary>
public readonly ref struct PktapHeader : IWireView<PktapHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private PktapHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ushort LinkType => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[8..]);

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out PktapHeader view)
    {
        view = default;
        if (bytes.Length < 12)
        {
            return DecodeStatus.Truncated;
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) > 1024 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != 1)
        {
            return DecodeStatus.Unsupported;
        }
        var start = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (start < 12)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new PktapHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PKTAP link={LinkType} payload={Payload.Length}");
}
