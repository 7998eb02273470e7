using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// Generic routing encapsulation (RFC 2784 2, RFC 2890 2, RFC 1701 for the routing field); version 1 is PPTP's (RFC 2637 4.1).
/// <code>
///  0                2        4
/// +-+-+-+-+-+-----+--+--------+------------------------------------+---------
/// |C|R|K|S|s|...  |v | type   | checksum, offset? key? sequence?   | payload
/// +-+-+-+-+-+-----+--+--------+ acknowledgment? routing?           +---------
/// </code>
/// </summary>
public readonly ref struct GrePacket : IWireView<GrePacket>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private GrePacket(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ushort Protocol => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public bool HasSequence => (_bytes[0] & 0x10) != 0;

    public int Version => _bytes[1] & 7;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out GrePacket view)
    {
        view = default;
        if (bytes.Length < 4)
        {
            return DecodeStatus.Truncated;
        }
        int flags = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var version = flags & 0x0007;
        if (version > 1)
        {
            return DecodeStatus.Unsupported;
        }
        var start = 4;
        if ((flags & 0xc000) != 0 && version == 0)
        {
            start += 4; // checksum and offset come together: either bit brings both (RFC 1701)
        }
        start += (flags & 0x2000) != 0 ? 4 : 0;
        start += (flags & 0x1000) != 0 ? 4 : 0;
        start += (flags & 0x0080) != 0 && version == 1 ? 4 : 0;
        if ((flags & 0x4000) != 0 && version == 0)
        {
            // Source route entries: family (2), offset, length, routing; one of length 0 ends them.
            int length;
            do
            {
                if (bytes.Length < start + 4)
                {
                    return DecodeStatus.Truncated;
                }
                length = bytes[start + 3];
                start += 4 + length;
            }
            while (length != 0);
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new GrePacket(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"GRE {Version} protocol=0x{Protocol:x4} sequence={HasSequence} payload={Payload.Length}");
}
