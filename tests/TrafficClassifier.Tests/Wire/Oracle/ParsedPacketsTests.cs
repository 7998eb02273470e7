using PacketDotNet;
using PacketDotNet.Utils;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Tests.Wire.Oracle;

/// <summary>Random bytes that are well formed by construction are read as PacketDotNet reads them.</summary>
public sealed class ParsedPacketsTests
{
    private const int Packets = 2000;

    /// <summary>"Any private encryption scheme": its payload PacketDotNet leaves alone.</summary>
    private const byte Opaque = 99;

    [Fact]
    public void Ipv4_with_options()
    {
        for (var seed = 0; seed < Packets; seed++)
        {
            var random = new Random(seed);
            var words = random.Next(5, 16);
            var bytes = Random(random, (words * 4) + random.Next(100));
            bytes[0] = (byte)(0x40 | words);
            bytes[2] = 0;
            bytes[3] = (byte)bytes.Length;
            bytes[9] = Opaque;
            var expected = new IPv4Packet(new ByteArraySegment(bytes));
            Assert.Equal(DecodeStatus.Ok, Ipv4Packet.TryRead(bytes, out var packet));
            Assert.Equal((expected.HeaderLength * 4, expected.Id), (packet.HeaderLength, packet.Identification));
            Assert.Equal(expected.FragmentOffset != 0 || (expected.FragmentFlags & 1) != 0, packet.IsFragment);
            Assert.Equal($"{expected.SourceAddress} {expected.DestinationAddress}", $"{packet.Source} {packet.Destination}");
            Assert.Equal(expected.PayloadData ?? [], packet.Payload.ToArray());
        }
    }

    [Fact]
    public void Ipv6_with_extension_headers()
    {
        byte[] kinds = [IpProtocol.Routing, IpProtocol.DestinationOptions];
        for (var seed = 0; seed < Packets; seed++)
        {
            var random = new Random(seed);
            var chain = new List<byte>();
            var next = Opaque;
            var payload = Random(random, random.Next(1, 60));
            // PacketDotNet 1.4.8 loses its way behind a long header that is not the only one.
            var isLegible = random.Next(2) == 0;
            for (var headers = random.Next(5); headers > 0; headers--)
            {
                var units = isLegible ? 0 : random.Next(4);
                chain.InsertRange(0, [next, (byte)units, .. Random(random, 6 + (8 * units))]);
                next = headers == 1 && random.Next(2) == 0 ? IpProtocol.HopByHop : kinds[random.Next(kinds.Length)];
            }
            byte[] bytes = [0x60, .. Random(random, 3), 0, 0, next, 64, .. Random(random, 32), .. chain, .. payload];
            bytes[4] = (byte)((bytes.Length - 40) >> 8);
            bytes[5] = (byte)(bytes.Length - 40);
            Assert.Equal(DecodeStatus.Ok, Ipv6Packet.TryRead(bytes, out var packet));
            Assert.Equal((Opaque, false), (packet.Protocol, packet.IsFragment));
            Assert.Equal(payload, packet.Payload.ToArray());
            if (isLegible)
            {
                var expected = new IPv6Packet(new ByteArraySegment(bytes));
                Assert.Equal($"{expected.SourceAddress} {expected.DestinationAddress}", $"{packet.Source} {packet.Destination}");
                Assert.Equal((byte)expected.Protocol, packet.Protocol);
                Assert.Equal(expected.PayloadData, packet.Payload.ToArray());
            }
        }
    }

    [Fact]
    public void Tcp_with_options()
    {
        for (var seed = 0; seed < Packets; seed++)
        {
            var random = new Random(seed);
            var words = random.Next(5, 16);
            var bytes = Random(random, (words * 4) + random.Next(1, 100));
            bytes[12] = (byte)(words << 4);
            var expected = new TcpPacket(new ByteArraySegment(bytes));
            Assert.Equal(DecodeStatus.Ok, TcpSegment.TryRead(bytes, out var segment));
            Assert.Equal((expected.SourcePort, expected.DestinationPort, expected.SequenceNumber), (segment.SourcePort, segment.DestinationPort, segment.SequenceNumber));
            Assert.Equal((expected.DataOffset * 4, expected.Synchronize), (segment.HeaderLength, segment.IsSyn));
            Assert.Equal(expected.PayloadData, segment.Payload.ToArray());
        }
    }

    [Fact]
    public void Linux_cooked_captures()
    {
        for (var seed = 0; seed < Packets; seed++)
        {
            var random = new Random(seed);
            var bytes = Random(random, random.Next(21, 60));
            byte[] first = [.. bytes[..14], 0x12, 0x34, .. bytes[16..]];
            var sll = new LinuxSllPacket(new ByteArraySegment(first));
            Assert.Equal(DecodeStatus.Ok, LinuxCookedFrame.TryRead(first, out var frame));
            Assert.Equal(((ushort)sll.Type, (ushort)sll.LinkLayerAddressType, (ushort)sll.EthernetProtocolType), (frame.PacketType, frame.HardwareType, frame.Protocol));
            Assert.Equal(sll.PayloadData, frame.Payload.ToArray());
            byte[] second = [0x12, 0x34, .. bytes[2..]];
            var sll2 = new LinuxSll2Packet(new ByteArraySegment(second));
            Assert.Equal(DecodeStatus.Ok, LinuxCooked2Frame.TryRead(second, out var frame2));
            Assert.Equal(((byte)sll2.Type, (ushort)sll2.LinkLayerAddressType, (ushort)sll2.EthernetProtocolType), (frame2.PacketType, frame2.HardwareType, frame2.Protocol));
            Assert.Equal(sll2.InterfaceIndex, (int)frame2.InterfaceIndex);
            Assert.Equal(sll2.PayloadData, frame2.Payload.ToArray());
        }
    }

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
