using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// A data message of L2TP, version 2 (RFC 2661 3.1); what follows is PPP.
/// <code>
///  0                  2         4         6          8
/// +-+-+--+-+-+-+-----+---------+---------+----------+---------+----------+---------
/// |T|L|  |S| |O|P|ver| length? | tunnel  | session  | Ns, Nr? | offset?  | PPP
/// +-+-+--+-+-+-+-----+---------+---------+----------+---------+----------+---------
/// </code>
/// </summary>
public readonly ref struct L2tpHeader : IWireView<L2tpHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private L2tpHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ushort Session => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(Tunnel + 2)..]);

    public int Tunnel => (_bytes[0] & 0x40) != 0 ? 4 : 2;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out L2tpHeader view)
    {
        view = default;
        if (bytes.Length < 6)
        {
            return DecodeStatus.Truncated;
        }
        int flags = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if ((flags & 0x000f) != 2 || (flags & 0x8000) != 0)
        {
            return DecodeStatus.Unsupported;
        }
        if ((flags & 0x34f0) != 0)
        {
            return DecodeStatus.Malformed;
        }
        var tunnelAt = (flags & 0x4000) != 0 ? 4 : 2;
        var start = tunnelAt + 4 + ((flags & 0x0800) != 0 ? 4 : 0);
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        if ((flags & 0x0200) != 0)
        {
            if (bytes.Length < start + 2)
            {
                return DecodeStatus.Truncated;
            }
            start += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[start..]);
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new L2tpHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"L2TP session={Session} tunnel at={Tunnel} payload={Payload.Length}");
}
