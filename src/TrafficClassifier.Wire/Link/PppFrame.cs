using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A PPP frame without its flags (RFC 1661 2, RFC 1662 3.1). Address and control may be left out, and so may the first byte of a protocol
/// below 256 (RFC 1661 6.5, 6.6): the last byte of a protocol is odd, the others are even.
/// <code>
///  0      1      2            4
/// +------+------+------------+---------
/// | ff ? | 03 ? | protocol   | payload
/// +------+------+------------+---------
/// </code>
/// </summary>
public readonly ref struct PppFrame : IWireView<PppFrame>
{
    public const ushort Ipv4 = 0x0021, Ipv6 = 0x0057, Bridging = 0x0031, Multilink = 0x003d, Mpls = 0x0281, MplsMulticast = 0x0283;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private PppFrame(ReadOnlySpan<byte> bytes, ushort protocol, int payloadStart)
    {
        _bytes = bytes;
        Protocol = protocol;
        _payloadStart = payloadStart;
    }

    public ushort Protocol { get; }

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out PppFrame view)
    {
        view = default;
        var at = bytes.Length >= 2 && bytes[0] == 0xff && bytes[1] == 0x03 ? 2 : 0;
        if (bytes.Length <= at)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[at] & 1) != 0)
        {
            // ff is no protocol: the control byte of the address before it is not there yet, or is not one.
            if (bytes[at] == 0xff)
            {
                return bytes.Length == 1 ? DecodeStatus.Truncated : DecodeStatus.Malformed;
            }
            view = new PppFrame(bytes, bytes[at], at + 1);
            return DecodeStatus.Ok;
        }
        if (bytes.Length < at + 2)
        {
            return DecodeStatus.Truncated;
        }
        view = new PppFrame(bytes, BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]), at + 2);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PPP protocol=0x{Protocol:x4} payload={Payload.Length}");
}
