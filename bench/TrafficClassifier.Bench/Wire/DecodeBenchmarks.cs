using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using PacketDotNet;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Bench.Wire;

/// <summary>From the Ethernet header to the payload, and to a DHCP message, against PacketDotNet.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class DecodeBenchmarks
{
    private readonly byte[] _udp = SampleFrames.DnsResponse();
    private readonly byte[] _tcp = SampleFrames.ClientHello();
    private readonly byte[] _dhcp = SampleFrames.DhcpAck();

    [BenchmarkCategory("UDP"), Benchmark(Baseline = true)]
    public int PacketDotNetUdp()
    {
        var udp = Packet.ParsePacket(LinkLayers.Ethernet, _udp).Extract<UdpPacket>();
        return udp.SourcePort + udp.DestinationPort + udp.PayloadData.Length;
    }

    [BenchmarkCategory("UDP"), Benchmark]
    public int ViewsUdp() => SampleFrames.Udp(_udp, out var udp) ? udp.SourcePort + udp.DestinationPort + udp.Payload.Length : 0;

    [BenchmarkCategory("TCP"), Benchmark(Baseline = true)]
    public int PacketDotNetTcp()
    {
        var tcp = Packet.ParsePacket(LinkLayers.Ethernet, _tcp).Extract<TcpPacket>();
        return tcp.SourcePort + tcp.DestinationPort + tcp.PayloadData.Length;
    }

    [BenchmarkCategory("TCP"), Benchmark]
    public int ViewsTcp() => SampleFrames.Tcp(_tcp, out var tcp) ? tcp.SourcePort + tcp.DestinationPort + tcp.Payload.Length : 0;

    [BenchmarkCategory("DHCP"), Benchmark(Baseline = true)]
    public long PacketDotNetDhcp()
    {
        var message = Packet.ParsePacket(LinkLayers.Ethernet, _dhcp).Extract<DhcpV4Packet>();
        return message.YourAddress.GetHashCode() + (long)message.MessageType;
    }

    [BenchmarkCategory("DHCP"), Benchmark]
    public long ViewsDhcp() => SampleFrames.Udp(_dhcp, out var udp) && DhcpMessage.TryRead(udp.Payload, out var message) == DecodeStatus.Ok
        ? (long)message.YourAddress.Low + (long)message.MessageType
        : 0;
}
