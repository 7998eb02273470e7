using System.Runtime.InteropServices;
using System.Text;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

/// <summary>However a message is cut, ordered, repeated and mixed with others: it is told once, as it was meant.</summary>
public sealed class RandomStreamsTests
{
    private const int Rounds = 60, Flows = 12;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_first_message_is_told_once(bool hasSyn)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var (expected, flows) = (new List<string>(), new List<List<byte[]>>());
            for (var host = 2; host < 2 + Flows; host++)
            {
                flows.Add(Flow(random, host, hasSyn, expected));
            }
            AssertTold(seed, expected, Interleave(random, flows));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_dns_message_is_told_once(bool isReply)
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var (expected, flows) = (new List<string>(), new List<List<byte[]>>());
            for (var host = 2; host < 2 + Flows; host++)
            {
                flows.Add(DnsFlow(random, host, isReply, expected));
            }
            AssertTold(seed, expected, Interleave(random, flows));
        }
    }

    private static void AssertTold(int seed, List<string> expected, IEnumerable<byte[]> frames)
    {
        var observer = new NameCollector();
        var dissector = new FrameDissector(observer, new DuplicateFilter());
        var number = 0L;
        foreach (var frame in frames)
        {
            dissector.Dissect(new CapturedFrame(frame, new Instant(++number * 100_000), LinkType.Ethernet, number));
        }
        dissector.Close();
        expected.Sort(StringComparer.Ordinal);
        observer.Lines.Sort(StringComparer.Ordinal);
        Assert.True(expected.SequenceEqual(observer.Lines), $"seed {seed}\n{string.Join('\n', expected.Except(observer.Lines))}\n- but -\n{string.Join('\n', observer.Lines.Except(expected))}\n{expected.Count} {observer.Lines.Count}");
        Assert.Equal(0, dissector.Reassembly.Evictions);
    }

    private static List<byte[]> Flow(Random random, int host, bool hasSyn, List<string> expected)
    {
        var port = (ushort)random.Next(1024, 65536);
        var name = random.Next(5) == 0 ? "" : $"h{random.Next(1 << 20)}.example.test";
        var isHttp = random.Next(4) == 0;
        var message = isHttp ? Request(random, name) : Hello(random, name, hasSyn);
        expected.Add($"{Address(host)}:{port} " + (isHttp ? $"http {name}" : $"tls {name} cut=False mid=False"));
        // Behind the message comes what names nobody.
        byte[] stream = [.. message, .. Noise(random, random.Next(3000))];
        var start = (uint)(random.Next(2) == 0 ? random.NextInt64(1L << 32) : (1L << 32) - random.Next(stream.Length));
        // Without SYN the beginning must be there to be known, and held segments are few.
        var pieces = Cut(random, stream.Length, hasSyn ? 1 : 300).Select(piece => RawFrame.Tcp(host, port, start + (uint)piece.From, stream.AsSpan(piece.From, piece.Length))).ToList();
        Disturb(random, pieces, hasSyn ? 40 : 2);
        if (hasSyn)
        {
            pieces.Insert(0, RawFrame.Tcp(host, port, start - 1, [], RawFrame.Syn));
            pieces.Insert(random.Next(pieces.Count) + 1, RawFrame.Tcp(host, port, start - 1, [], RawFrame.Syn));
            pieces.Insert(random.Next(pieces.Count - 1) + 1, RawFrame.Tcp(host, port, start - 1, [0]));
        }
        return pieces;
    }

    private static List<byte[]> DnsFlow(Random random, int host, bool isReply, List<string> expected)
    {
        var port = (ushort)random.Next(1024, 65536);
        List<byte> stream = [];
        for (var id = 0; id < 20; id++)
        {
            byte[] message = [.. FrameBuilder.DnsQuery($"n{random.Next(1000)}.example", (ushort)id), .. new byte[random.Next(10) == 0 ? random.Next(40_000) : 0]];
            message[2] |= (byte)(isReply ? 0x80 : 0);
            stream.AddRange([(byte)(message.Length >> 8), (byte)message.Length, .. message]);
            expected.Add($"{(isReply ? Server(host) : Address(host))}:{(isReply ? 53 : port)} dns {id} {isReply}");
        }
        var bytes = CollectionsMarshal.AsSpan(stream).ToArray();
        var start = (uint)((1L << 32) - random.Next(bytes.Length));
        var pieces = Cut(random, bytes.Length, 1, 1460).Select(piece => RawFrame.Tcp(host, port, start + (uint)piece.From, bytes.AsSpan(piece.From, piece.Length), serverPort: 53, isReply: isReply)).ToList();
        Disturb(random, pieces, 12);
        pieces.Insert(0, RawFrame.Tcp(host, port, start - 1, [], (byte)(RawFrame.Syn | (isReply ? RawFrame.Ack : 0)), 53, isReply));
        return pieces;
    }

    private static byte[] Hello(Random random, string name, bool hasSyn)
    {
        var builder = new ClientHelloBuilder();
        var before = random.Next(3) switch { 0 => 0, 1 => random.Next(2000), _ => random.Next(14_000) };
        builder.Extension(51, Noise(random, before));
        _ = name.Length > 0 ? builder.Sni(name) : builder;
        builder.Extension(21, Noise(random, random.Next(400)));
        byte[] handshake = [.. builder.Build(), .. random.Next(4) == 0 ? Noise(random, random.Next(1, 100)) : []];
        List<byte> records = [];
        var longest = random.Next(3) switch { 0 => 1 << 14, 1 => random.Next(1, 500), _ => random.Next(500, 5000) };
        // Few tiny records fit the bound of a stream; without SYN the first one shows the hello's lengths.
        longest = Math.Max(longest, hasSyn ? (handshake.Length / 1500) + 1 : 300);
        for (var at = 0; at < handshake.Length;)
        {
            var length = Math.Min(handshake.Length - at, hasSyn ? random.Next(1, longest + 1) : longest);
            length = handshake.Length > 6000 ? Math.Min(handshake.Length - at, longest) : length;
            records.AddRange(ClientHelloBuilder.InRecord(handshake[at..(at + length)]));
            at += length;
        }
        return [.. records];
    }

    private static byte[] Request(Random random, string name) => Encoding.ASCII.GetBytes(
        $"GET /{new string('p', random.Next(4000))} HTTP/1.1\r\nCookie: {new string('c', random.Next(8000))}\r\n{(name.Length > 0 ? $"Host: {name}\r\n" : "")}Accept: */*\r\n\r\n");

    /// <summary>Nothing that begins a hello or a request.</summary>
    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        for (var i = 0; i < length; i++)
        {
            bytes[i] |= 0x80;
        }
        return bytes;
    }

    private static List<(int From, int Length)> Cut(Random random, int length, int shortest, int mostly = 9000)
    {
        var longest = Math.Max(shortest, random.Next(3) switch { 0 => Math.Min(Math.Max(length / 50, 20), mostly), 1 => 1460, _ => mostly });
        List<(int, int)> pieces = [];
        for (var at = 0; at < length;)
        {
            var count = Math.Min(length - at, random.Next(shortest, longest + 1));
            // An overlap: the next piece begins in front of this one's end.
            pieces.Add((at, count));
            at += count;
            at -= random.Next(4) == 0 && count > 1 && at < length ? random.Next(Math.Min(count - 1, 100)) : 0;
        }
        return pieces;
    }

    /// <summary>Moves and repeats, not farther than so many places.</summary>
    private static void Disturb(Random random, List<byte[]> frames, int farthest)
    {
        for (var i = frames.Count - 1; i > 0; i--)
        {
            if (i % farthest == 0)
            {
                random.Shuffle(CollectionsMarshal.AsSpan(frames).Slice(i, Math.Min(farthest, frames.Count - i)));
            }
            if (random.Next(6) == 0 && frames.Count > 3 && i > farthest)
            {
                frames.Insert(Math.Min(frames.Count, i + random.Next(1, 6)), frames[i]);
            }
        }
    }

    private static IEnumerable<byte[]> Interleave(Random random, List<List<byte[]>> flows)
    {
        var queues = flows.Select(flow => new Queue<byte[]>(flow)).ToList();
        while (queues.Count > 0)
        {
            var at = random.Next(queues.Count);
            yield return queues[at].Dequeue();
            if (queues[at].Count == 0)
            {
                queues.RemoveAt(at);
            }
        }
    }

    private static string Address(int host) => ((host & 1) == 0 ? IpAddress.FromIpv4(0x0a00_0000 + (uint)host) : new IpAddress(0x2000_0000_0000_0000, (ulong)host)).ToString();

    private static string Server(int host) => ((host & 1) == 0 ? IpAddress.FromIpv4(0x0808_0808) : new IpAddress(0x2000_0000_0000_0000, 1)).ToString();
}
