using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using PacketDotNet;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Makes whole frames with PacketDotNet, which shares nothing with the product.</summary>
internal static class FrameBuilder
{
    private static readonly PhysicalAddress _client = PhysicalAddress.Parse("001122334455");
    private static readonly PhysicalAddress _router = PhysicalAddress.Parse("001B0D630001");

    public static byte[] Udp(string source, ushort sourcePort, string destination, ushort destinationPort, byte[] payload)
    {
        var udp = new UdpPacket(sourcePort, destinationPort) { PayloadData = payload };
        var frame = Frame(source, destination, udp);
        udp.UpdateUdpChecksum();
        return frame.Bytes;
    }

    public static byte[] Tcp(string source, ushort sourcePort, string destination, ushort destinationPort, byte[] payload)
    {
        var tcp = new TcpPacket(sourcePort, destinationPort) { SequenceNumber = 1000, Acknowledgment = true, Push = true, PayloadData = payload };
        var frame = Frame(source, destination, tcp);
        tcp.UpdateTcpChecksum();
        return frame.Bytes;
    }

    public static byte[] DnsQuery(string name, ushort id = 0x1234, ushort type = 1)
    {
        List<byte> message = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (var label in name.Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }
        message.AddRange([0, (byte)(type >> 8), (byte)type, 0, 1]);
        return [.. message];
    }

    public static byte[] HttpRequest(string host) => Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: test\r\n\r\n");

    public static byte[] ClientHello(string? name)
    {
        List<byte> extensions = [];
        if (name is not null)
        {
            var host = Encoding.ASCII.GetBytes(name);
            extensions.AddRange([0, 0, .. Two(host.Length + 5), .. Two(host.Length + 3), 0, .. Two(host.Length), .. host]);
        }
        List<byte> body = [3, 3, .. Enumerable.Repeat((byte)7, 32), 0, 0, 2, 0x13, 0x01, 1, 0, .. Two(extensions.Count), .. extensions];
        List<byte> message = [1, 0, .. Two(body.Count), .. body];
        return [22, 3, 1, .. Two(message.Count), .. message];
    }

    /// <summary>A DHCP message with the options given as code, value.</summary>
    public static byte[] Dhcp(byte operation, byte type, string mac, string client = "0.0.0.0", string your = "0.0.0.0", params (byte Code, byte[] Value)[] options)
    {
        var message = new byte[240];
        message[0] = operation;
        message[1] = 1;
        message[2] = 6;
        IPAddress.Parse(client).GetAddressBytes().CopyTo(message, 12);
        IPAddress.Parse(your).GetAddressBytes().CopyTo(message, 16);
        PhysicalAddress.Parse(mac).GetAddressBytes().CopyTo(message, 28);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(236), 0x63825363);
        return [.. message, 53, 1, type, .. options.SelectMany(option => (byte[])[option.Code, (byte)option.Value.Length, .. option.Value]), 255];
    }

    private static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];

    private static EthernetPacket Frame(string source, string destination, TransportPacket transport)
    {
        var (from, to) = (IPAddress.Parse(source), IPAddress.Parse(destination));
        IPPacket ip = from.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? new IPv4Packet(from, to) : new IPv6Packet(from, to);
        ip.PayloadPacket = transport;
        ip.UpdateCalculatedValues();
        if (ip is IPv4Packet v4)
        {
            v4.UpdateIPChecksum();
        }
        return new EthernetPacket(_client, _router, EthernetType.None) { PayloadPacket = ip };
    }
}
