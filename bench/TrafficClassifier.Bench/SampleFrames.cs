using TrafficClassifier.Capture;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Bench;

/// <summary>
/// Frames to measure with: of the repository's own capture (real clients), and of the race track (<c>RACE</c>, else /tmp/race) where the
/// mix matters.
/// </summary>
internal static class SampleFrames
{
    private static readonly string _lan = Find("captures/office-lan/office-lan.pcap");

    public static string Race { get; } = Environment.GetEnvironmentVariable("RACE") ?? "/tmp/race";

    /// <summary>A capture of the race track; the repository's where there is none.</summary>
    public static string Office => File.Exists($"{Race}/office-100M.pcap") ? $"{Race}/office-100M.pcap" : _lan;

    public static byte[] DnsResponse() => First((in frame) => Udp(frame, out var udp) && udp.SourcePort == 53);

    public static byte[] DhcpAck() => First((in frame) => Udp(frame, out var udp) && udp.SourcePort == 67 && udp.Payload.Length > 240);

    public static byte[] ClientHello() => First((in frame) => Tcp(frame, out var tcp) && TlsRecord.LooksLikeClientHello(tcp.Payload));

    public static byte[] HttpRequest() => First((in frame) => Tcp(frame, out var tcp) && HttpRequestHead.LooksLikeRequest(tcp.Payload));

    /// <summary>Frames out of the middle of a capture, one behind another as in memory, and where each ends.</summary>
    public static (byte[] Bytes, int[] Ends) Slice(string path, int skip, int most)
    {
        List<byte> bytes = [];
        List<int> ends = [];
        using var reader = CaptureOpener.TryOpen(path, out var reason) ?? throw new InvalidDataException(reason);
        while (ends.Count < most && reader.MoveNext())
        {
            if (reader.Number > skip)
            {
                bytes.AddRange(reader.Current.Bytes);
                ends.Add(bytes.Count);
            }
        }
        return ([.. bytes], [.. ends]);
    }

    public static ReadOnlySpan<byte> UdpPayload(ReadOnlySpan<byte> frame) => Udp(frame, out var udp) ? udp.Payload : default;

    public static ReadOnlySpan<byte> TcpPayload(ReadOnlySpan<byte> frame) => Tcp(frame, out var tcp) ? tcp.Payload : default;

    public static bool Udp(ReadOnlySpan<byte> frame, out UdpDatagram udp)
    {
        udp = default;
        return EthernetFrame.TryRead(frame, out var ethernet) == DecodeStatus.Ok && ethernet.TypeOrLength == EtherType.Ipv4
            && Ipv4Packet.TryReadCut(ethernet.Payload, out var packet) == DecodeStatus.Ok && packet.Protocol == IpProtocol.Udp
            && UdpDatagram.TryRead(packet.Payload, out udp) == DecodeStatus.Ok;
    }

    public static bool Tcp(ReadOnlySpan<byte> frame, out TcpSegment tcp)
    {
        tcp = default;
        return EthernetFrame.TryRead(frame, out var ethernet) == DecodeStatus.Ok && ethernet.TypeOrLength == EtherType.Ipv4
            && Ipv4Packet.TryReadCut(ethernet.Payload, out var packet) == DecodeStatus.Ok && packet.Protocol == IpProtocol.Tcp
            && TcpSegment.TryRead(packet.Payload, out tcp) == DecodeStatus.Ok;
    }

    private delegate bool Wanted(in ReadOnlySpan<byte> frame);

    private static byte[] First(Wanted wanted)
    {
        using var reader = CaptureOpener.TryOpen(_lan, out var reason) ?? throw new InvalidDataException(reason);
        while (reader.MoveNext())
        {
            if (wanted(reader.Current.Bytes))
            {
                return reader.Current.Bytes.ToArray();
            }
        }
        throw new InvalidDataException($"{_lan}: no such frame");
    }

    /// <summary>BenchmarkDotNet runs its copies somewhere below the repository.</summary>
    private static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, path);
            if (File.Exists(file))
            {
                return file;
            }
        }
        throw new FileNotFoundException(path);
    }
}
