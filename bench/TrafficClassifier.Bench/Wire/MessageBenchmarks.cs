using BenchmarkDotNet.Attributes;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Bench.Wire;

/// <summary>Messages that name a site or a device: checked whole, and the name taken out as the sightings want it. PacketDotNet has none of the first four.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private readonly byte[] _dns = SampleFrames.UdpPayload(SampleFrames.DnsResponse()).ToArray();
    private readonly byte[] _hello = SampleFrames.TcpPayload(SampleFrames.ClientHello()).ToArray();
    private readonly byte[] _http = SampleFrames.TcpPayload(SampleFrames.HttpRequest()).ToArray();
    private readonly byte[] _dhcp = SampleFrames.UdpPayload(SampleFrames.DhcpAck()).ToArray();
    private readonly byte[] _name = new byte[DnsName.LongestText];

    [Benchmark]
    public int DnsQuestionName()
    {
        var length = 0;
        if (DnsMessage.TryRead(_dns, out var message) == DecodeStatus.Ok)
        {
            foreach (var question in message.Questions)
            {
                length += question.Name.Format(_name);
            }
        }
        return length;
    }

    [Benchmark]
    public int DnsRecords()
    {
        var addresses = 0;
        if (DnsMessage.TryRead(_dns, out var message) == DecodeStatus.Ok)
        {
            foreach (var record in message.Records)
            {
                addresses += record.TryGetAddress(out _) ? 1 : 0;
            }
        }
        return addresses;
    }

    [Benchmark]
    public int ClientHelloServerName() => TlsRecord.TryReadCut(_hello, out var record) == DecodeStatus.Ok
        && ClientHello.TryReadCut(record.Fragment, out var hello) == DecodeStatus.Ok
        ? WireText.Format(hello.ServerName, _name)
        : 0;

    [Benchmark]
    public int HttpHost() => HttpRequestHead.TryReadCut(_http, out var request) == DecodeStatus.Ok ? WireText.Format(request.HostName, _name) : 0;

    [Benchmark]
    public long DhcpLease() => DhcpMessage.TryRead(_dhcp, out var message) == DecodeStatus.Ok ? (message.LeaseSeconds ?? 0) + (long)message.MessageType : 0;
}
