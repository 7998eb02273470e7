using System.Buffers.Binary;
using System.Net;
using System.Text;
using PacketDotNet;
using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Capture;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Takes recorded hellos and sends them anew, cut and ordered otherwise. Reads with PacketDotNet, which shares nothing with the product.</summary>
internal static class HelloReplayer
{
    private const int Longest = 400;

    /// <summary>The first TLS record of each connection, with the name of <paramref name="names"/> that stands in its bytes.</summary>
    public static List<(string Name, byte[] Record)> Read(string path, string[] names)
    {
        Dictionary<(string, ushort), SortedDictionary<uint, byte[]>> flows = [];
        foreach (var packet in Packets(path))
        {
            if (packet.Extract<TcpPacket>() is { DestinationPort: 443, PayloadData.Length: > 0 } tcp && packet.Extract<IPPacket>() is { } ip)
            {
                var key = (ip.SourceAddress.ToString(), tcp.SourcePort);
                flows.TryAdd(key, []);
                flows[key].TryAdd(tcp.SequenceNumber, tcp.PayloadData);
            }
        }
        List<(string, byte[])> hellos = [];
        foreach (var bytes in flows.Values.Select(flow => flow.Values.SelectMany(part => part).ToArray()))
        {
            Assert.Equal(0x16, bytes[0]);
            var record = bytes[..(5 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3)))];
            var text = Encoding.Latin1.GetString(record);
            hellos.Add((names.Single(name => text.Contains(name, StringComparison.Ordinal)), record));
        }
        return hellos;
    }

    /// <summary>A capture of all hellos at once: each begins with its SYN, then pieces that overlap, some twice, in any order.</summary>
    public static byte[] Cut(List<(string Name, byte[] Record)> hellos, Random random)
    {
        List<byte[]> opening = [];
        List<byte[]> pieces = [];
        for (var flow = 0; flow < hellos.Count; flow++)
        {
            var record = hellos[flow].Record;
            var first = (uint)random.NextInt64(uint.MaxValue + 1L); // may wrap
            opening.Add(Segment(flow, first - 1, [], isFirst: true));
            for (var at = 0; at < record.Length;)
            {
                var end = Math.Min(record.Length, at + random.Next(1, Longest));
                var from = Math.Max(0, at - (random.Next(3) == 0 ? random.Next(50) : 0));
                var piece = Segment(flow, first + (uint)from, record[from..end], isFirst: false);
                pieces.AddRange(Enumerable.Repeat(piece, random.Next(4) == 0 ? 2 : 1));
                at = end;
            }
        }
        var shuffled = pieces.ToArray();
        random.Shuffle(shuffled);
        return File([.. opening, .. shuffled]);
    }

    /// <summary>The client's datagrams up to the server's first of each connection, last first, each twice.</summary>
    public static byte[] Backwards(string path)
    {
        List<byte[]> frames = [];
        HashSet<ushort> answered = [];
        foreach (var packet in Packets(path))
        {
            if (packet.Extract<UdpPacket>() is not { } udp)
            {
                continue;
            }
            if (udp.SourcePort == 443)
            {
                answered.Add(udp.DestinationPort);
            }
            else if (udp.DestinationPort == 443 && !answered.Contains(udp.SourcePort))
            {
                frames.Add(packet.Bytes);
            }
        }
        frames.Reverse();
        return File([.. frames.SelectMany(frame => new[] { frame, frame })]);
    }

    private static List<Packet> Packets(string path)
    {
        List<Packet> packets = [];
        using var reader = CaptureOpener.TryOpen(path, out _);
        while (reader!.MoveNext())
        {
            packets.Add(Packet.ParsePacket(LinkLayers.Ethernet, reader.Current.Bytes.ToArray()));
        }
        return packets;
    }

    private static byte[] Segment(int flow, uint sequence, byte[] payload, bool isFirst)
    {
        var tcp = new TcpPacket((ushort)(50000 + flow), 443) { SequenceNumber = sequence, Synchronize = isFirst, Acknowledgment = !isFirst, PayloadData = payload };
        var ip = new IPv4Packet(IPAddress.Parse($"10.20.0.{101 + flow}"), IPAddress.Parse("198.51.100.10")) { PayloadPacket = tcp };
        ip.UpdateCalculatedValues();
        ip.UpdateIPChecksum();
        tcp.UpdateTcpChecksum();
        return new EthernetPacket(new([2, 0, 0, 0, 0, 1]), new([2, 0, 0, 0, 0, 2]), EthernetType.None) { PayloadPacket = ip }.Bytes;
    }

    /// <summary>A pcap file of frames 20 ms apart, as equal frames at one time would be one frame seen twice.</summary>
    private static byte[] File(IReadOnlyList<byte[]> frames)
    {
        var file = new PcapBytes();
        for (var i = 0; i < frames.Count; i++)
        {
            file.Add((uint)(1_700_000_000 + (i / 50)), (uint)(i % 50 * 20_000), frames[i]);
        }
        return file.ToArray();
    }
}
