using System.Buffers.Binary;

namespace Circular2010.Frames;

[Flags]
internal enum TcpFlags
{
    Syn = 0x02,
    Push = 0x08,
    Ack = 0x10,
}

/// <summary>Puts payloads into Ethernet, IPv4 and UDP or TCP, with right lengths and checksums, padded to Ethernet's 60 bytes.</summary>
internal static class Envelope
{
    public const int IpOffset = 14;
    public const int TransportOffset = 34;
    private const int MinimumFrame = 60;

    public static byte[] Udp(Endpoint from, Endpoint to, int ttl, int id, byte[] payload)
    {
        byte[] datagram = new Octets().U16(from.Port).U16(to.Port).U16(8 + payload.Length).U16(0).Add(payload).ToArray();
        uint pseudo = InternetChecksum.PseudoHeader(from.Address, to.Address, 17, datagram.Length);
        ushort checksum = InternetChecksum.Of(datagram, pseudo);

        // RFC 768: a computed zero is sent as all ones, since zero says "no checksum".
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), checksum == 0 ? (ushort)0xFFFF : checksum);
        return Ip(from, to, 17, ttl, id, datagram);
    }

    public static byte[] Tcp(Endpoint from, Endpoint to, int ttl, int id, uint seq, uint ack, TcpFlags flags, byte[] payload)
    {
        bool opens = flags.HasFlag(TcpFlags.Syn);
        Octets segment = new Octets().U16(from.Port).U16(to.Port).U32(seq).U32(ack)
            .U8((opens ? 7 : 5) << 4).U8((int)flags).U16(opens ? 65535 : 17520).U16(0).U16(0);
        if (opens)
        {
            // Maximum segment size 1460; no-operation, no-operation, selective acknowledgement permitted.
            segment.U8(2).U8(4).U16(1460).U8(1).U8(1).U8(4).U8(2);
        }

        byte[] bytes = segment.Add(payload).ToArray();
        uint pseudo = InternetChecksum.PseudoHeader(from.Address, to.Address, 6, bytes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(16), InternetChecksum.Of(bytes, pseudo));
        return Ip(from, to, 6, ttl, id, bytes);
    }

    /// <summary>Computes the header checksum again, after a field was changed.</summary>
    public static void SealIp(byte[] frame, int ipOffset = IpOffset)
    {
        Span<byte> header = frame.AsSpan(ipOffset, 20);
        header[10] = header[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Of(header));
    }

    private static byte[] Ip(Endpoint from, Endpoint to, int protocol, int ttl, int id, byte[] payload)
    {
        Octets frame = new Octets().Mac(to.Mac).Mac(from.Mac).U16(0x0800)
            .U8(0x45).U8(0).U16(20 + payload.Length).U16(id).U16(0x4000).U8(ttl).U8(protocol).U16(0)
            .U32(from.Address).U32(to.Address).Add(payload);
        byte[] bytes = frame.Zeros(Math.Max(0, MinimumFrame - frame.Length)).ToArray();
        SealIp(bytes);
        return bytes;
    }
}
