using System.Net;
using PacketDotNet;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Naive;

/// <summary>Who asked for which name, from DNS queries and from hellos of TLS that stand whole in one packet.</summary>
internal sealed class VisitCounter(TextWriter? output)
{
    private readonly Dictionary<string, HashSet<IPAddress>> _visitors = [];

    public long Frames { get; private set; }

    public long Lookups { get; private set; }

    public long Connections { get; private set; }

    public int Names => _visitors.Count;

    public void Read(string path)
    {
        using var device = new CaptureFileReaderDevice(path);
        device.Open();
        while (device.GetNextPacket(out var capture) == GetPacketStatus.PacketRead)
        {
            Frames++;
            Count(capture.GetPacket());
        }
    }

    private void Count(RawCapture capture)
    {
        var packet = Packet.ParsePacket(capture.LinkLayerType, capture.Data);
        if (packet.Extract<IPPacket>() is not { } ip)
        {
            return;
        }
        if (packet.Extract<TcpPacket>() is { DestinationPort: 443 } tcp)
        {
            if (HelloName.Find(tcp.PayloadData ?? []) is { } name)
            {
                Connections++;
                Visit("tls", name, ip.SourceAddress);
            }
        }
        else if (packet.Extract<UdpPacket>() is { DestinationPort: 53 } udp && QueryName.Find(udp.PayloadData ?? []) is { } name)
        {
            Lookups++;
            Visit("dns", name, ip.SourceAddress);
        }
    }

    private void Visit(string kind, string name, IPAddress client)
    {
        if (!_visitors.TryGetValue(name, out var visitors))
        {
            _visitors.Add(name, visitors = []);
        }
        visitors.Add(client);
        output?.WriteLine($"{kind}\t{name}");
    }
}
