using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// A network service header (RFC 8300 2); its length is in units of 4 bytes.
/// <code>
///  0                    2          3        4
/// +---+-+-+-----+------+----------+--------+--------------+---------+---------
/// |ver|O|U| TTL | len  | MD type  | next   | service path | context | payload
/// +---+-+-+-----+------+----------+--------+--------------+---------+---------
/// </code>
/// </summary>
public readonly ref struct NshHeader : IWireView<NshHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private NshHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public byte NextProtocol => _bytes[3];

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out NshHeader view)
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
        var start = (bytes[1] & 0x3f) * 4;
        if (start < 8)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new NshHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"NSH next={NextProtocol} payload={Payload.Length}");
}
