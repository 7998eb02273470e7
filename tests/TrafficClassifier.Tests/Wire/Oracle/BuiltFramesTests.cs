using System.Net;
using System.Net.NetworkInformation;
using PacketDotNet;
using PacketDotNet.Utils;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Tests.Wire.Oracle;

/// <summary>Frames that PacketDotNet builds from random fields are read field for field.</summary>
public sealed class BuiltFramesTests
{
    private const int Frames = 2000;

    [Fact]
    public void Every_field_of_a_built_frame_is_read()
    {
        for (var seed = 0; seed < Frames; seed++)
        {
            var random = new Random(seed);
            TransportPacket transport = random.Next(2) == 0 ? Udp(random) : Tcp(random);
            IPPacket ip = random.Next(2) == 0 ? Ipv4(random) : Ipv6(random);
            ip.PayloadPacket = transport;
            ip.UpdateCalculatedValues();
            transport.UpdateCalculatedValues();
            var isTagged = random.Next(2) == 0;
            var ethernet = new EthernetPacket(new PhysicalAddress(Random(random, 6)), new PhysicalAddress(Random(random, 6)), EthernetType.None);
            var type = ip is IPv4Packet ? EthernetType.IPv4 : EthernetType.IPv6;
            var tag = new Ieee8021QPacket(new ByteArraySegment(new byte[4])) { VlanIdentifier = (ushort)random.Next(4096), PriorityControlPoint = (IeeeP8021PPriority)random.Next(8) };
            if (isTagged)
            {
                tag.PayloadPacket = ip;
                tag.Type = type;
            }
            // The type comes last: PacketDotNet would parse the payload that is not there yet.
            ethernet.PayloadPacket = isTagged ? tag : ip;
            ethernet.Type = isTagged ? EthernetType.VLanTaggedFrame : type;
            byte[] bytes = [.. ethernet.Bytes, .. new byte[random.Next(4)]];

            Assert.Equal(DecodeStatus.Ok, EthernetFrame.TryRead(bytes, out var frame));
            Assert.Equal(ethernet.SourceHardwareAddress.GetAddressBytes(), frame.Source.ToArray());
            Assert.Equal(ethernet.DestinationHardwareAddress.GetAddressBytes(), frame.Destination.ToArray());
            Assert.Equal((ushort)ethernet.Type, frame.TypeOrLength);
            var payload = frame.Payload;
            if (isTagged)
            {
                Assert.Equal(DecodeStatus.Ok, VlanTag.TryRead(payload, out var vlan));
                Assert.Equal((tag.VlanIdentifier, (ushort)type), (vlan.VlanId, vlan.TypeOrLength));
                payload = vlan.Payload;
            }
            Compare(transport, Compare(ip, payload));
        }
    }

    private static ReadOnlySpan<byte> Compare(IPPacket expected, ReadOnlySpan<byte> bytes)
    {
        if (expected is IPv4Packet ipv4)
        {
            Assert.Equal(DecodeStatus.Ok, Ipv4Packet.TryRead(bytes, out var packet));
            Assert.Equal($"{ipv4.SourceAddress} {ipv4.DestinationAddress}", $"{packet.Source} {packet.Destination}");
            Assert.Equal((ipv4.HeaderLength * 4, ipv4.Id, (byte)ipv4.Protocol), (packet.HeaderLength, packet.Identification, packet.Protocol));
            Assert.Equal(ipv4.FragmentOffset != 0 || (ipv4.FragmentFlags & 1) != 0, packet.IsFragment);
            return packet.Payload;
        }
        Assert.Equal(DecodeStatus.Ok, Ipv6Packet.TryRead(bytes, out var sixth));
        Assert.Equal($"{expected.SourceAddress} {expected.DestinationAddress}", $"{sixth.Source} {sixth.Destination}");
        Assert.Equal(((byte)expected.Protocol, false), (sixth.Protocol, sixth.IsFragment));
        return sixth.Payload;
    }

    private static void Compare(TransportPacket expected, ReadOnlySpan<byte> bytes)
    {
        if (expected is TcpPacket tcp)
        {
            Assert.Equal(DecodeStatus.Ok, TcpSegment.TryRead(bytes, out var segment));
            Assert.Equal((tcp.SourcePort, tcp.DestinationPort, tcp.SequenceNumber), (segment.SourcePort, segment.DestinationPort, segment.SequenceNumber));
            Assert.Equal((tcp.DataOffset * 4, tcp.Synchronize), (segment.HeaderLength, segment.IsSyn));
            Assert.Equal(tcp.PayloadData, segment.Payload.ToArray());
            return;
        }
        Assert.Equal(DecodeStatus.Ok, UdpDatagram.TryRead(bytes, out var datagram));
        Assert.Equal((expected.SourcePort, expected.DestinationPort), (datagram.SourcePort, datagram.DestinationPort));
        Assert.Equal(expected.PayloadData, datagram.Payload.ToArray());
    }

    private static IPv4Packet Ipv4(Random random) => new(new IPAddress(Random(random, 4)), new IPAddress(Random(random, 4)))
    {
        Id = (ushort)random.Next(0x10000),
        FragmentFlags = random.Next(8),
        FragmentOffset = random.Next(2) == 0 ? 0 : random.Next(0x2000),
        TimeToLive = random.Next(256),
        TypeOfService = random.Next(256),
    };

    private static IPv6Packet Ipv6(Random random) => new(new IPAddress(Random(random, 16)), new IPAddress(Random(random, 16)))
    {
        FlowLabel = random.Next(1 << 20),
        HopLimit = random.Next(256),
        TrafficClass = random.Next(256),
    };

    private static UdpPacket Udp(Random random) =>
        new((ushort)random.Next(0x10000), (ushort)random.Next(0x10000)) { PayloadData = Random(random, random.Next(300)) };

    private static TcpPacket Tcp(Random random) => new((ushort)random.Next(0x10000), (ushort)random.Next(0x10000))
    {
        SequenceNumber = (uint)random.NextInt64(1L << 32),
        Flags = (ushort)random.Next(0x100),
        WindowSize = (ushort)random.Next(0x10000),
        PayloadData = Random(random, random.Next(300)),
    };

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
