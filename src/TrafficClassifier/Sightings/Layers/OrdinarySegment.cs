using System.Buffers.Binary;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>
/// Nine of ten frames are segments in the midst of a connection from which nothing is read: acknowledgments, and what servers send. They
/// are told at a glance, in the plainest of forms: untagged Ethernet, a whole IPv4 packet without options or IPv6 without extensions. It
/// only ever says what <see cref="LayerWalker"/> would find out, slower; a test holds that for every frame.
/// </summary>
internal static class OrdinarySegment
{
    private const int Ip = EthernetFrame.HeaderLength, Ipv4Header = 20, Ipv6Header = 40;

    /// <summary>Nothing is to be learnt from the frame, whatever is remembered; false also where that takes a closer look.</summary>
    /// <param name="bytes">Of an Ethernet frame.</param>
    /// <param name="isServerAwaited">Something that servers sent is being collected: what they send is looked at.</param>
    public static bool Is(ReadOnlySpan<byte> bytes, bool isServerAwaited)
    {
        if (bytes.Length < Ip + Ipv4Header + TcpSegment.ShortestHeader)
        {
            return false;
        }
        var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        if (type == EtherType.Ipv4)
        {
            // No option, no fragment; a total length that leaves out neither header nor bytes.
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(Ip + 2)..]);
            return bytes[Ip] == 0x45 && bytes[Ip + 9] == IpProtocol.Tcp && (BinaryPrimitives.ReadUInt16BigEndian(bytes[(Ip + 6)..]) & 0x3fff) == 0
                && length <= bytes.Length - Ip && IsOrdinary(bytes[(Ip + Ipv4Header)..], length - Ipv4Header, isServerAwaited);
        }
        if (type == EtherType.Ipv6 && bytes.Length >= Ip + Ipv6Header + TcpSegment.ShortestHeader)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(Ip + 4)..]);
            return bytes[Ip] >> 4 == 6 && bytes[Ip + 6] == IpProtocol.Tcp
                && length <= bytes.Length - Ip - Ipv6Header && IsOrdinary(bytes[(Ip + Ipv6Header)..], length, isServerAwaited);
        }
        return false;
    }

    /// <param name="tcp">From the header on, at least the shortest one, perhaps with padding behind.</param>
    /// <param name="length">Of the segment.</param>
    /// <param name="isServerAwaited">See above.</param>
    private static bool IsOrdinary(ReadOnlySpan<byte> tcp, int length, bool isServerAwaited)
    {
        var header = (tcp[12] >> 4) * 4;
        if (header < TcpSegment.ShortestHeader || header > length || (tcp[13] & TcpSegment.EdgeFlags) != 0)
        {
            return false;
        }
        if (header == length)
        {
            return true;
        }
        var source = BinaryPrimitives.ReadUInt16BigEndian(tcp);
        var destination = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]);
        return !isServerAwaited && TcpStreams.IsFromServer(source, destination) && destination != VpnHandshake.OpenVpnPort
            && tcp[header] is not (TlsRecord.Handshake or (>= (byte)'A' and <= (byte)'Z'));
    }
}
