using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// GENEVE (RFC 8926 3.4).
/// <code>
///  0        1        2         4             7         8
/// +---+----+--------+---------+-------------+---------+---------+---------
/// |ver|len |O C rsvd| type    | network (24)| reserved| options | payload
/// +---+----+--------+---------+-------------+---------+---------+---------
/// </code>
/// </summary>
public readonly ref struct GeneveHeader : IWireView<GeneveHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private GeneveHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ushort Protocol => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public uint Network => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]) >> 8;

    public bool IsControl => (_bytes[1] & 0x80) != 0;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out GeneveHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] >> 6 != 0)
        {
            return DecodeStatus.Unsupported;
        }
        var start = 8 + ((bytes[0] & 0x3f) * 4);
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new GeneveHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GENEVE {Network} protocol=0x{Protocol:x4} control={IsControl} payload={Payload.Length}");
}
