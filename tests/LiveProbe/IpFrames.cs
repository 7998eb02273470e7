using System.Buffers.Binary;

namespace TrafficClassifier.LiveProbe;

/// <summary>Packets between two addresses, with what fanout looks at and what it must not.</summary>
internal static class IpFrames
{
    /// <param name="fragment">The field of flags and offset; a later fragment has no ports.</param>
    public static byte[] Ipv4(uint source, uint destination, ushort sourcePort, ushort destinationPort, ushort fragment = 0, params ushort[] tags)
    {
        var frame = Link(0x0800, 34 + 40, tags, out var ip);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], 60);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], fragment);
        (ip[8], ip[9]) = (64, 17);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], destination);
        Ports(ip[20..], sourcePort, destinationPort);
        return frame;
    }

    public static byte[] Ipv6(UInt128 source, UInt128 destination, ushort sourcePort, ushort destinationPort, params ushort[] tags)
    {
        var frame = Link(0x86dd, 54 + 20, tags, out var ip);
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], 20);
        (ip[6], ip[7]) = (17, 64);
        BinaryPrimitives.WriteUInt128BigEndian(ip[8..], source);
        BinaryPrimitives.WriteUInt128BigEndian(ip[24..], destination);
        Ports(ip[40..], sourcePort, destinationPort);
        return frame;
    }

    private static byte[] Link(ushort type, int length, ushort[] tags, out Span<byte> network)
    {
        var frame = TestFrames.Make(0, length + (tags.Length * 4), type, [.. tags.Select(tag => (tag, (ushort)7))]);
        network = frame.AsSpan(14 + (tags.Length * 4));
        network.Clear();
        return frame;
    }

    private static void Ports(Span<byte> udp, ushort source, ushort destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(udp, source);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], destination);
    }
}
