using System.Buffers.Binary;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

/// <summary>Frames byte by byte, so that a test may say what no stack would send.</summary>
internal static class RawFrame
{
    public const byte Syn = 2, Fin = 1, Reset = 4, Ack = 16;

    /// <param name="host">The client's number; IPv6 where it is odd.</param>
    public static byte[] Tcp(int host, ushort port, uint sequence, ReadOnlySpan<byte> payload, byte flags = Ack, ushort serverPort = 443, bool isReply = false)
    {
        var segment = new byte[20 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, isReply ? serverPort : port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), isReply ? port : serverPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        segment[12] = 0x50;
        segment[13] = flags;
        payload.CopyTo(segment.AsSpan(20));
        return Packet(host, 6, segment, isReply: isReply);
    }

    public static byte[] Udp(ushort source, ushort destination, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[8 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, source);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), destination);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        payload.CopyTo(datagram.AsSpan(8));
        return datagram;
    }

    public static byte[] Packet(int host, byte protocol, ReadOnlySpan<byte> payload, bool isReply = false)
    {
        if ((host & 1) == 0)
        {
            return Ipv4(host, protocol, payload, 0, 0, isReply);
        }
        return Ipv6(host, protocol, payload, isReply);
    }

    /// <summary>A piece of a packet, at a multiple of 8.</summary>
    public static byte[] Fragment(int host, byte protocol, uint identification, int offset, bool hasMore, ReadOnlySpan<byte> payload)
    {
        if ((host & 1) == 0)
        {
            return Ipv4(host, protocol, payload, (ushort)identification, (ushort)((offset / 8) | (hasMore ? 0x2000 : 0)), false);
        }
        var piece = new byte[8 + payload.Length];
        piece[0] = protocol;
        BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(2), (ushort)(offset | (hasMore ? 1 : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(piece.AsSpan(4), identification);
        payload.CopyTo(piece.AsSpan(8));
        return Ipv6(host, 44, piece, false);
    }

    private static byte[] Ipv4(int host, byte protocol, ReadOnlySpan<byte> payload, ushort identification, ushort fragment, bool isReply)
    {
        var frame = new byte[34 + payload.Length];
        frame[12] = 8;
        frame[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), (ushort)(20 + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), identification);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(20), fragment);
        frame[23] = protocol;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(isReply ? 30 : 26), 0x0a00_0000 + host);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(isReply ? 26 : 30), 0x0808_0808);
        payload.CopyTo(frame.AsSpan(34));
        return frame;
    }

    private static byte[] Ipv6(int host, byte next, ReadOnlySpan<byte> payload, bool isReply)
    {
        var frame = new byte[54 + payload.Length];
        frame[12] = 0x86;
        frame[13] = 0xdd;
        frame[14] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)payload.Length);
        frame[20] = next;
        frame[22] = frame[38] = 0x20;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(isReply ? 50 : 34), host);
        frame[isReply ? 37 : 53] = 1;
        payload.CopyTo(frame.AsSpan(54));
        return frame;
    }
}
