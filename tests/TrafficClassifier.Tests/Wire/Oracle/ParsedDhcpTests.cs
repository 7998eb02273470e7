using PacketDotNet;
using PacketDotNet.Utils;
using TrafficClassifier.Tests.Wire.Dhcp;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Wire.Oracle;

/// <summary>Random DHCP messages are read as they were meant and, where PacketDotNet can tell (no split options, one area), as it reads them.</summary>
public sealed class ParsedDhcpTests
{
    private const int Messages = 2000;
    private static readonly byte[] Codes = [DhcpOption.HostName, DhcpOption.ClientId, DhcpOption.ClientFqdn, DhcpOption.RelayAgent, 15, 55, 60];

    [Fact]
    public void The_fixed_part_and_the_message_type()
    {
        for (var seed = 0; seed < Messages; seed++)
        {
            var random = new Random(seed);
            var type = (byte)random.Next(1, 9);
            var bytes = new DhcpMessageBuilder((byte)random.Next(1, 3))
                .Fixed(4, (uint)random.NextInt64(1L << 32))
                .Fixed(12, (uint)random.NextInt64(1L << 32))
                .Fixed(16, (uint)random.NextInt64(1L << 32))
                .Fixed(24, (uint)random.NextInt64(1L << 32))
                .Fixed(28, (uint)random.NextInt64(1L << 32))
                .Option(DhcpOption.MessageType, type)
                .Option(DhcpOption.LeaseTime, 0, 1, 2, (byte)seed)
                .Build();
            var expected = new DhcpV4Packet(new ByteArraySegment(bytes), null);
            Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var message));
            Assert.Equal(expected.Operation == DhcpV4Operation.BootReply, message.IsReply);
            Assert.Equal(((byte)expected.HardwareType, expected.TransactionId), (message.HardwareType, message.TransactionId));
            Assert.Equal(expected.ClientHardwareAddress.GetAddressBytes(), message.ClientHardware.ToArray());
            Assert.Equal(
                $"{expected.ClientAddress} {expected.YourAddress} {expected.GatewayAddress}",
                $"{message.ClientAddress} {message.YourAddress} {message.RelayAddress}");
            Assert.Equal(((int)expected.MessageType, type), ((int)message.MessageType, (byte)message.MessageType));
        }
    }

    [Fact]
    public void Options_split_and_spread_over_the_areas()
    {
        for (var seed = 0; seed < Messages; seed++)
        {
            var random = new Random(seed);
            var expected = new Dictionary<byte, List<byte>>();
            var overload = (byte)random.Next(4);
            var builder = new DhcpMessageBuilder().Option(DhcpOption.Overload, overload);
            builder.Raw(Area(random, random.Next(400), expected));
            builder.InFile(Area(random, 127, (overload & 1) != 0 ? expected : []));
            builder.InServerName(Area(random, 63, (overload & 2) != 0 ? expected : []));
            Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(builder.Build(), out var message));
            foreach (var code in Codes)
            {
                var value = new byte[1000];
                var length = message.CopyOption(code, value);
                Assert.Equal(expected.TryGetValue(code, out var whole) ? whole.Count : -1, length);
                Assert.Equal(whole ?? [], value[..Math.Max(0, length)]);
            }
        }
    }

    /// <summary>Random options and pads, and an end where there is room left.</summary>
    private static byte[] Area(Random random, int room, Dictionary<byte, List<byte>> expected)
    {
        var area = new List<byte>();
        while (true)
        {
            area.AddRange(new byte[random.Next(3)]);
            var value = new byte[random.Next(40)];
            random.NextBytes(value);
            if (area.Count + 2 + value.Length > room)
            {
                return [.. area.Take(room)];
            }
            var code = Codes[random.Next(Codes.Length)];
            area.AddRange(DhcpMessageBuilder.OptionBytes(code, value));
            expected.TryAdd(code, []);
            expected[code].AddRange(value);
        }
    }
}
