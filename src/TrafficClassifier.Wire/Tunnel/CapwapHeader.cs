using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// The header of CAPWAP's data channel in the clear (RFC 5415 4.3); its length is in units of 4 bytes.
/// <code>
///  0        1                    3                  4          6
/// +----+---+-----+-----+------+-+------------------+----------+--------+---------
/// |ver |typ|HLEN |radio|WBID  |T|F L W M K         | fragment | offset | MAC, info, frame
/// +----+---+-----+-----+------+-+------------------+----------+--------+---------
/// </code>
/// </summary>
public readonly ref struct CapwapHeader : IWireView<CapwapHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private CapwapHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public bool IsNative => (_bytes[2] & 0x01) != 0;

    public int Binding => (_bytes[2] >> 1) & 0x1f;

    public bool IsKeepAlive => (_bytes[3] & 0x08) != 0;

    public bool IsLaterFragment => (_bytes[3] & 0x80) != 0 && BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) >> 3 != 0;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out CapwapHeader view)
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
        var start = (bytes[1] >> 3) * 4;
        if (start < 8)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new CapwapHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"CAPWAP binding={Binding} native={IsNative} keepalive={IsKeepAlive} fragment={IsLaterFragment} payload={Payload.Length}");
}
