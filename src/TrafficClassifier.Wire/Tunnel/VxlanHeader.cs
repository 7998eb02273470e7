using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// VXLAN (RFC 7348 5); with the P bit, its generic protocol extension (draft-ietf-nvo3-vxlan-gpe 3). Reserved fields are ignored on
/// receipt, as both say: equipment writes policy groups into them.
/// <code>
///  0        1            3        4                7
/// +--------+------------+--------+----------------+--------+---------
/// |R R I P | reserved   | next   | network (24)   |reserved| frame
/// +--------+------------+--------+----------------+--------+---------
/// </code>
/// </summary>
public readonly ref struct VxlanHeader : IWireView<VxlanHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private VxlanHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public uint Network => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]) >> 8;

    public bool HasNextProtocol => (_bytes[0] & 0x04) != 0;

    public byte NextProtocol => _bytes[3];

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out VxlanHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[0] & 0x08) == 0)
        {
            return DecodeStatus.Unsupported;
        }
        const int start = 8;
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new VxlanHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"VXLAN {Network} next={HasNextProtocol}/{NextProtocol} payload={Payload.Length}");
}
