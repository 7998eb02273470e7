using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x22f3: a TRILL header (RFC 6325 3), then the inner Ethernet frame.
/// <code>
///  0                     2         4         6
/// +---+--+-+-----+------+---------+---------+---------+----------
/// | V |R |M|optlen| hops| egress  | ingress | options | Ethernet
/// +---+--+-+-----+------+---------+---------+---------+----------
/// </code>
/// </summary>
public readonly ref struct TrillHeader : IWireView<TrillHeader>
{
    private const int ShortestHeader = 6;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private TrillHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public int Hops => _bytes[1] & 0x3f;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TrillHeader view)
    {
        view = default;
        if (bytes.Length < ShortestHeader)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] >> 6 != 0)
        {
            return DecodeStatus.Unsupported;
        }
        var start = ShortestHeader + (((BinaryPrimitives.ReadUInt16BigEndian(bytes) >> 6) & 0x1f) * 4);
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new TrillHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TRILL hops={Hops} payload={Payload.Length}");
}
