using System.Buffers.Binary;
using TrafficClassifier.Tests.Sightings;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Segments with sequence numbers, for filters that remember them.</summary>
internal static class SegmentFrames
{
    public static byte[] Segment(bool isIpv6, ushort port, uint sequence, byte flags, byte[] payload, ushort sourcePort = 50000)
    {
        var frame = new FrameShape { IsIpv6 = isIpv6, Protocol = 6, SourcePort = sourcePort, DestinationPort = port, Flags = flags, Payload = payload }.ToBytes();
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(isIpv6 ? 58 : 38), sequence);
        return frame;
    }

    public static (int From, int To)[] Cut(byte[] bytes, Random random)
    {
        List<(int, int)> segments = [];
        for (var at = 0; at < bytes.Length;)
        {
            var to = Math.Min(bytes.Length, at + random.Next(1, 90));
            segments.Add((at, to));
            at = to;
        }
        return [.. segments];
    }

    /// <summary>Of a few connections at once, in no good order: openings, hellos and requests in pieces, bulk in front of them and behind, ends.</summary>
    public static IEnumerable<byte[]> Random(int count)
    {
        var random = new Random(7);
        var hello = FrameBuilder.ClientHello(string.Join('.', Enumerable.Repeat("label", 60)) + ".example");
        byte[] request = [.. "POST /x HTTP/1.1\r\nCookie: "u8, .. Enumerable.Repeat((byte)'C', 900), .. "\r\nHost: www.example.com\r\n\r\n"u8];
        // Over two records, and one whose record says more than the hello has.
        byte[] parts = [.. hello[..3], 0, 60, .. hello[5..65], 22, 3, 1, .. new byte[] { (byte)((hello.Length - 65) >> 8), (byte)(hello.Length - 65) }, .. hello[65..]];
        byte[][] streams = [hello, request, parts, hello.With(3, 0x3f, 0xff), FrameBuilder.HttpRequest("www.example.com"), [0x16, 3, 1], "GET"u8.ToArray(), new byte[700]];
        ushort[] ports = [443, 80, 9000, 8080, 8443, 25, 50500];
        var starts = new uint[ports.Length * 4];
        var (born, last) = (new int[starts.Length], new int[starts.Length]);
        for (var i = 0; i < count; i++)
        {
            var flow = random.Next(starts.Length);
            var (isIpv6, port) = (flow % 2 == 0, ports[flow % ports.Length]);
            if (random.Next(12) == 0)
            {
                (starts[flow], born[flow]) = ((uint)random.NextInt64(1L << 32), i);
            }
            var stream = streams[random.Next(streams.Length)];
            var from = random.Next(3) == 0 ? random.Next(stream.Length) : 0;
            var to = random.Next(2) == 0 ? stream.Length : random.Next(from, stream.Length);
            var sequence = starts[flow] + (uint)random.Next(6) switch
            {
                0 => (uint)random.Next(40_000),
                1 => (uint)(from + random.Next(-20, 20)),
                _ => (uint)from,
            };
            var sourcePort = (ushort)(20_000 + (born[flow] % 40_000));
            yield return random.Next(10) switch
            {
                0 when random.Next(3) == 0 => Segment(isIpv6, port, starts[flow] - 1, 0x02, [], sourcePort),
                1 => Segment(isIpv6, port, sequence, (byte)(random.Next(2) == 0 ? 0x11 : 0x14), random.Next(3) == 0 ? stream[from..to] : [], sourcePort),
                // Just where what began last ends.
                2 or 3 or 4 => Segment(isIpv6, port, starts[flow] + (uint)(last[flow] + random.Next(-2, 3)), 0x10, Bulk(10), sourcePort),
                _ => Segment(isIpv6, port, sequence, 0x18, stream[from..to], sourcePort),
            };
            last[flow] = from == 0 ? stream.Length : last[flow];
        }
    }

    private static byte[] Bulk(int length) => [.. Enumerable.Repeat((byte)0x17, length)];
}
