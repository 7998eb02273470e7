using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Sightings;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>The filter with a memory: in the kernel as in the model, frame by frame.</summary>
public class ExtendedFilterTests
{
    private const string Corpus = "../shared/corpus";

    [RequiresTheory("CAP_BPF")]
    [InlineData("none")]
    [InlineData("any")]
    [InlineData("10.1.0.0/16,2001:db8::/48,2001:db8:8::1")]
    public void The_kernel_passes_every_combination_as_the_model_does(string policy)
    {
        Assert.True(TunnelPolicy.TryParse(policy, out var tunnels));
        var model = new ConnectionModel(tunnels);
        using var filter = new ExtendedFilter(tunnels);
        using var kernel = new KernelSocket(filter);
        foreach (var shape in PrefilterFrames.All())
        {
            var frame = shape.ToBytes();
            var expected = model.Passes(frame);
            Assert.True(expected == kernel.Passes(frame), $"should {(expected ? "" : "not ")}pass: {shape}");
        }
    }

    [RequiresFact("CAP_BPF", Corpus + "/dev.list")]
    public void The_kernel_passes_third_party_captures_as_the_model_does()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        foreach (var file in File.ReadLines(Path.Combine(folder, "dev.list")).Where((_, i) => i % 5 == 0))
        {
            var model = new ConnectionModel(TunnelPolicy.Any);
            using var filter = new ExtendedFilter(TunnelPolicy.Any);
            using var kernel = new KernelSocket(filter);
            using var reader = CaptureOpener.TryOpen(Path.Combine(folder, "captures", file), out _);
            while (reader?.MoveNext() == true)
            {
                var frame = reader.Current;
                if (frame.LinkType == LinkType.Ethernet && frame.Bytes.Length is > 0 and < 60_000)
                {
                    var expected = model.Passes(frame.Bytes);
                    Assert.True(expected == kernel.Passes(frame.Bytes), $"{file} {frame.Number}: should {(expected ? "" : "not ")}pass");
                }
            }
        }
    }

    /// <summary>What has no connection, the classic model knows.</summary>
    [Fact]
    public void Other_frames_pass_as_the_classic_model_says()
    {
        var (model, classic) = (new ConnectionModel(TunnelPolicy.None), new PrefilterModel(_ => false));
        foreach (var shape in PrefilterFrames.All().Where(shape => shape.Protocol != 6))
        {
            Assert.True(classic.Passes(shape) == model.Passes(shape.ToBytes()), shape.ToString());
        }
    }

    [Theory]
    [InlineData(false, 443)]
    [InlineData(true, 443)]
    [InlineData(false, 9443)]
    public void All_segments_of_a_hello_pass_in_any_order_and_no_upload_behind_it(bool isIpv6, ushort port)
    {
        var hello = FrameBuilder.ClientHello(string.Join('.', Enumerable.Repeat("label", 40)) + ".example");
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var model = new ConnectionModel(TunnelPolicy.None);
            var start = (uint)random.NextInt64(1L << 32);
            var segments = Cut(hello, random);
            if (seed % 2 == 0 || port > 1024)
            {
                Assert.True(model.Passes(Segment(isIpv6, port, start - 1, 0x02, [])));
                random.Shuffle(segments);
            }
            foreach (var (from, to) in segments)
            {
                Assert.True(model.Passes(Segment(isIpv6, port, start + (uint)from, 0x18, hello[from..to])), $"seed {seed}: {from}");
            }
            // The hello's length stands in its first nine bytes: in pieces of these it is not read, and all passes that a hello may take.
            var most = segments.Single(segment => segment.From == 0).To >= 9 ? 0 : 33;
            var behind = start + (uint)hello.Length;
            var passed = Enumerable.Range(0, 100).Count(i => model.Passes(Segment(isIpv6, port, behind + (uint)(i * 1000), 0x10, Upload(1000))));
            Assert.True(passed <= most, $"seed {seed}: {passed} of the upload");
        }
    }

    [Fact]
    public void Of_a_connection_that_is_not_known_three_segments_pass()
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        var passed = Enumerable.Range(0, 20).Count(i => model.Passes(Segment(false, 443, (uint)(1000 * i), 0x10, new byte[1000])));
        Assert.Equal(3, passed);
    }

    [Fact]
    public void An_upload_behind_a_request_passes_no_farther_than_a_head_may_reach()
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        var request = "POST /upload HTTP/1.1\r\nHost: www.example.com\r\n\r\nfirst bytes"u8.ToArray();
        Assert.True(model.Passes(Segment(false, 80, 1, 0x18, request)));
        var passed = Enumerable.Range(0, 100).Count(i => model.Passes(Segment(false, 80, (uint)(1 + request.Length + (1000 * i)), 0x10, new byte[1000])));
        Assert.Equal(17, passed);
    }

    [Fact]
    public void The_second_segment_of_every_request_of_a_connection_passes()
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        byte[] head = [.. "GET / HTTP/1.1\r\nCookie: "u8, .. Enumerable.Repeat((byte)'c', 1300)];
        byte[] rest = [.. "cc\r\nHost: www.example.com\r\n\r\n"u8];
        var sequence = 1u;
        for (var i = 0; i < 40; i++)
        {
            Assert.True(model.Passes(Segment(false, 80, sequence, 0x10, head)));
            Assert.True(model.Passes(Segment(false, 80, sequence + (uint)head.Length, 0x18, rest)), $"request {i}");
            sequence += (uint)(head.Length + rest.Length);
        }
    }

    [Fact]
    public void FIN_passes_where_something_is_awaited()
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        Assert.False(model.Passes(Segment(false, 443, 1, 0x11, [])));
        Assert.True(model.Passes(Segment(false, 443, 1, 0x02, [])));
        Assert.True(model.Passes(Segment(false, 443, 2, 0x11, [])));
        Assert.True(model.Passes(Segment(false, 443, 2, 0x18, FrameBuilder.ClientHello("www.example.com"))));
        Assert.False(model.Passes(Segment(false, 443, 2, 0x11, [])));
    }

    [Fact]
    public void Behind_a_request_that_ends_with_its_segment_nothing_is_awaited()
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        var request = FrameBuilder.HttpRequest("www.example.com");
        Assert.True(model.Passes(Segment(false, 80, 1, 0x18, request)));
        Assert.False(model.Passes(Segment(false, 80, 1 + (uint)request.Length, 0x18, new byte[100])));
    }

    private static (int From, int To)[] Cut(byte[] bytes, Random random)
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

    private static byte[] Upload(int length) => [.. Enumerable.Repeat((byte)0x17, length)];

    private static byte[] Segment(bool isIpv6, ushort port, uint sequence, byte flags, byte[] payload)
    {
        var frame = new FrameShape { IsIpv6 = isIpv6, Protocol = 6, SourcePort = 50000, DestinationPort = port, Flags = flags, Payload = payload }.ToBytes();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(isIpv6 ? 58 : 38), sequence);
        return frame;
    }
}
