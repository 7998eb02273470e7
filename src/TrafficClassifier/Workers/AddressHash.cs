using System.Buffers.Binary;
using TrafficClassifier.Capture;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Workers;

/// <summary>
/// Which worker a frame goes to: by the sum of both addresses of its outermost IP packet, so that the directions of a connection and the
/// fragments of a packet stay together. What is not IP goes to the first.
/// </summary>
internal static class AddressHash
{
    private const int AddressesEnd4 = 20, AddressesEnd6 = 40;

    public static int WorkerOf(scoped in CapturedFrame frame, int workers)
    {
        var bytes = frame.Bytes;
        if (frame.LinkType.IsRawIp)
        {
            return bytes.IsEmpty ? 0 : Of(bytes[0] >> 4 == 6 ? EtherType.Ipv6 : EtherType.Ipv4, bytes, workers);
        }
        if (frame.LinkType != LinkType.Ethernet || bytes.Length < EthernetFrame.HeaderLength)
        {
            return 0;
        }
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        bytes = bytes[EthernetFrame.HeaderLength..];
        while (EtherType.IsVlan(type) && bytes.Length >= 4)
        {
            type = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            bytes = bytes[4..];
        }
        return Of(type, bytes, workers);
    }

    private static int Of(ushort type, ReadOnlySpan<byte> packet, int workers)
    {
        uint sum;
        if (type == EtherType.Ipv4 && packet.Length >= AddressesEnd4)
        {
            sum = BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]) + BinaryPrimitives.ReadUInt32LittleEndian(packet[16..]);
        }
        else if (type == EtherType.Ipv6 && packet.Length >= AddressesEnd6)
        {
            var words = BinaryPrimitives.ReadUInt64LittleEndian(packet[8..]) + BinaryPrimitives.ReadUInt64LittleEndian(packet[16..])
                + BinaryPrimitives.ReadUInt64LittleEndian(packet[24..]) + BinaryPrimitives.ReadUInt64LittleEndian(packet[32..]);
            sum = (uint)words + (uint)(words >> 32);
        }
        else
        {
            return 0;
        }
        // The high half of the product depends on all bits of the sum.
        return (int)(((ulong)(sum * 0x9e37_79b1) * (uint)workers) >> 32);
    }
}
