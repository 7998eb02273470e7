using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// A packet of the user plane of GTP, version 1 (3GPP TS 29.281 5.1, 5.2): the optional fields are there, all of them, when one of
/// their bits is set; then extension headers, each with its length in units of 4 bytes.
/// <code>
///  0        1        2        4         8                          12
/// +--------+--------+--------+---------+----------+--------+------+------
/// |1 1 0EsP| type   | length | tunnel  | sequence | N-PDU  | next | ...
/// +--------+--------+--------+---------+----------+--------+------+------
/// </code>
/// </summary>
public readonly ref struct GtpHeader : IWireView<GtpHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private GtpHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public byte Type => _bytes[1];

    public uint Endpoint => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out GtpHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[0] & 0xf0) != 0x30)
        {
            return DecodeStatus.Unsupported;
        }
        var start = 8;
        if ((bytes[0] & 0x07) != 0)
        {
            start = 12;
            var next = bytes.Length < start || (bytes[0] & 0x04) == 0 ? 0 : bytes[11];
            while (next != 0)
            {
                if (bytes.Length <= start)
                {
                    return DecodeStatus.Truncated;
                }
                var length = bytes[start] * 4;
                if (length == 0)
                {
                    return DecodeStatus.Malformed;
                }
                start += length;
                next = bytes.Length < start ? 0 : bytes[start - 1];
            }
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new GtpHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GTP {Type} endpoint={Endpoint} payload={Payload.Length}");
}
