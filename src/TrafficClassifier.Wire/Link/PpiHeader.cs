using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// Per-packet information (LINKTYPE_PPI; little-endian): the fields are passed over, the frame is of the link type told.
/// <code>
///  0        1       2        4           8        len
/// +--------+-------+--------+-----------+--------+---------
/// | 0      | flags | length | link type | fields | frame
/// +--------+-------+--------+-----------+--------+---------
/// </code>
/// </summary>
public readonly ref struct PpiHeader : IWireView<PpiHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private PpiHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ushort LinkType => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[4..]);

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out PpiHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != 0)
        {
            return DecodeStatus.Unsupported;
        }
        int start = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (start < 8)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new PpiHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PPI link={LinkType} payload={Payload.Length}");
}
