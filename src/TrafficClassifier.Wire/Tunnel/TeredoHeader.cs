using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// What may stand before the IPv6 packet of a Teredo datagram (RFC 4380 5.1.1): authentication, then origin.
/// <code>
///  0      2      3      4                              ..
/// +------+------+------+------------------------------+-------+--------+---------
/// | 00 01|id len|au len| id, value, nonce 8, confirm 1| 00 00 |port, ip| IPv6
/// +------+------+------+------------------------------+-------+--------+---------
/// </code>
/// </summary>
public readonly ref struct TeredoHeader : IWireView<TeredoHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private TeredoHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TeredoHeader view)
    {
        view = default;
        if (bytes.Length < 4)
        {
            return DecodeStatus.Truncated;
        }
        var start = 0;
        if (bytes[0] == 0 && bytes[1] == 1)
        {
            start = 13 + bytes[2] + bytes[3];
        }
        if (bytes.Length < start + 2)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[start] == 0 && bytes[start + 1] == 0)
        {
            start += 8;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new TeredoHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TEREDO payload={Payload.Length}");
}
