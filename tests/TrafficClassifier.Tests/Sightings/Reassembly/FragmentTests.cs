using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

[Collection(AloneCollection.Name)]
public sealed class FragmentTests
{
    private readonly NameCollector _observer = new();
    private readonly FrameDissector _dissector;
    private long _number;

    public FragmentTests() => _dissector = new FrameDissector(_observer, new DuplicateFilter());

    [Theory]
    [InlineData(false, 1, 1)]
    [InlineData(false, 60, 0)]
    [InlineData(true, 60, 1)]
    public void A_packet_done_or_refused_makes_way_uncounted_only_when_no_repetition_would_open_it_again(bool isRefused, int milliseconds, int evictions)
    {
        var counters = new ReassemblyCounters();
        var table = new FragmentTable(counters, capacity: 1);
        table.Add(new Instant(0), Key(1), new FragmentPlace(0, true), new byte[16], isCut: false, out _);
        var rest = isRefused ? 8 : 16;
        table.Add(new Instant(0), Key(1), new FragmentPlace(rest, false), new byte[16], isCut: false, out var whole);
        Assert.Equal(isRefused, whole is null);
        table.Add(new Instant(milliseconds * 1_000_000L), Key(2), new FragmentPlace(0, true), new byte[16], isCut: false, out _);
        Assert.Equal(evictions, counters.PacketEvictions);
    }

    [Fact]
    public void A_packet_is_read_once_however_its_fragments_come()
    {
        var expected = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var host = random.Next(2, 50);
            byte[] message = [.. FrameBuilder.DnsQuery($"n{seed}.example", (ushort)seed), .. new byte[random.Next(8000)]];
            var datagram = RawFrame.Udp((ushort)(1024 + seed), 53, message);
            var frames = new List<byte[]>();
            var longest = 8 * random.Next(1 + (datagram.Length / 8 / 40), 190);
            for (var at = 0; at < datagram.Length;)
            {
                var length = Math.Min(datagram.Length - at, longest);
                frames.Add(RawFrame.Fragment(host, 17, (uint)seed, at, at + length < datagram.Length, datagram.AsSpan(at, length)));
                at += length;
            }
            frames.AddRange(frames.Where(_ => random.Next(3) == 0).ToList());
            if (datagram.Length > longest)
            {
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames));
            }
            frames.ForEach(frame => Send(frame));
            expected++;
            Assert.True(_observer.Lines.Count == expected && _observer.Lines[^1].EndsWith($"dns {seed} False", StringComparison.Ordinal), $"seed {seed}");
        }
        Assert.Equal(0, _dissector.Reassembly.Evictions + _dissector.Reassembly.PacketsRefused);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Fragments_that_overlap_refuse_their_packet(int host)
    {
        var datagram = RawFrame.Udp(4000, 53, FrameBuilder.DnsQuery("www.facebook.com"));
        Send(RawFrame.Fragment(host, 17, 7, 0, true, datagram.AsSpan(0, 16)));
        Assert.Equal(FrameOutcome.Malformed, Send(RawFrame.Fragment(host, 17, 7, 8, true, datagram.AsSpan(8, 16))));
        Assert.Equal(FrameOutcome.Malformed, Send(RawFrame.Fragment(host, 17, 7, 16, false, datagram.AsSpan(16))));
        Assert.Empty(_observer.Lines);
        Assert.Equal(1, _dissector.Reassembly.PacketsRefused);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_fragment_that_says_otherwise_refuses_its_packet(int host)
    {
        var datagram = RawFrame.Udp(4000, 53, FrameBuilder.DnsQuery("www.facebook.com"));
        Send(RawFrame.Fragment(host, 17, 7, 0, true, datagram.AsSpan(0, 16)));
        Send(RawFrame.Fragment(host, 17, 7, 0, true, new byte[16]));
        Send(RawFrame.Fragment(host, 17, 7, 16, false, datagram.AsSpan(16)));
        Assert.Empty(_observer.Lines);
    }

    [Theory]
    [InlineData(0, 15, true)]
    [InlineData(65528, 16, true)]
    [InlineData(65528, 8, false)]
    [InlineData(8, 0, false)]
    public void Absurd_fragments_are_malformed(int offset, int length, bool hasMore)
    {
        foreach (var host in (int[])[2, 3])
        {
            Assert.Equal(FrameOutcome.Malformed, Send(RawFrame.Fragment(host, 17, 7, offset, hasMore, new byte[length])));
        }
    }

    [Fact]
    public void What_comes_after_thirty_seconds_is_another_packet()
    {
        var datagram = RawFrame.Udp(4000, 53, FrameBuilder.DnsQuery("www.facebook.com"));
        Send(RawFrame.Fragment(2, 17, 7, 0, true, datagram.AsSpan(0, 16)));
        _number += 40_000;
        Send(RawFrame.Fragment(2, 17, 7, 16, false, datagram.AsSpan(16)));
        Assert.Empty(_observer.Lines);
        Assert.Equal(1, _dissector.Reassembly.PacketsUnfinished);
    }

    [Fact]
    public void A_flood_of_fragments_moves_counters_and_no_ceiling()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = RawFrame.Fragment(2, 17, 7, 0, true, new byte[64]);
        for (var i = 0; i < 1_000_000; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(26), i);
            _dissector.Dissect(new CapturedFrame(frame, new Instant(i * 1000L), LinkType.Ethernet, i));
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20 << 20); // ever, so no more is held
        Assert.InRange(_dissector.Reassembly.PacketEvictions, 990_000, 1_000_000);
        Assert.Equal(1_000_000, _dissector.Outcomes[(int)FrameOutcome.Fragment]);
    }

    private FrameOutcome Send(byte[] frame) => _dissector.Dissect(new CapturedFrame(frame, new Instant(++_number * 1_000_000), LinkType.Ethernet, _number));

    private static FragmentKey Key(uint number) => new(IpAddress.FromIpv4(1), IpAddress.FromIpv4(2), number, 17);
}
