using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Tests.Capture.Prefilter;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Sightings.Layers;

/// <summary>What is told at a glance is what the walker finds out, whatever went before.</summary>
public sealed class OrdinarySegmentTests
{
    private const string Corpus = "../shared/corpus";

    private readonly ReassemblyCounters _counters = new();
    private readonly TcpStreams _streams;

    /// <summary>Without the glance.</summary>
    private readonly LayerWalker _walker;
    private long _sightings, _number, _told;

    public OrdinarySegmentTests()
    {
        var bindings = new BindingReader(new AddressBook(new DeviceTable(), graceSeconds: 30));
        var reader = new SightingReader((scoped in _) => _sightings++, bindings, new DnsAnswers(), new PublicNames());
        _streams = new TcpStreams(reader, _counters);
        _walker = new LayerWalker(new MessageRecogniser(reader, null, _streams, new QuicConnections(reader)), new FragmentTable(_counters), TunnelPolicy.Any);
    }

    [Fact]
    public void Every_combination_of_headers_ports_flags_and_payloads()
    {
        foreach (var shape in PrefilterFrames.All())
        {
            var bytes = shape.ToBytes();
            for (var cut = 0; cut <= 60 && cut < bytes.Length; cut += 13)
            {
                var frame = bytes.AsSpan(0, bytes.Length - cut);
                if (OrdinarySegment.Is(frame, isServerAwaited: false)) // the others may begin what is then waited for
                {
                    Check(frame, shape);
                }
            }
        }
        Assert.InRange(_told, 250, long.MaxValue);
    }

    [Fact]
    public void Every_byte_of_the_headers_and_the_first_of_the_payload_changed()
    {
        foreach (var isIpv6 in (bool[])[false, true])
        {
            foreach (var payload in (byte[][])[[], [0x17, 3, 3, 1, 0, 1, 2, 3]])
            {
                var bytes = new FrameShape { Protocol = 6, IsIpv6 = isIpv6, SourcePort = 443, DestinationPort = 50000, Flags = 0x10, Payload = payload }.ToBytes();
                Assert.True(OrdinarySegment.Is(bytes, isServerAwaited: false));
                for (var at = 0; at < bytes.Length; at++)
                {
                    var old = bytes[at];
                    for (var value = 0; value < 256; value++)
                    {
                        bytes[at] = (byte)value;
                        Check(bytes, $"byte {at} is {value}, {(isIpv6 ? "IPv6" : "IPv4")}, payload {payload.Length}");
                    }
                    bytes[at] = old;
                }
            }
        }
    }

    [Fact]
    public void A_vpn_s_handshake_is_looked_at_also_from_a_server_s_port()
    {
        byte[] reset = [0, 42, 0x38, .. Enumerable.Repeat((byte)0x20, 41)];
        var bytes = new FrameShape { Protocol = 6, SourcePort = 443, DestinationPort = 1194, Flags = 0x18, Payload = reset }.ToBytes();
        Assert.False(OrdinarySegment.Is(bytes, isServerAwaited: false));
        var context = new FrameContext(Instant.FromMinute(1), 1);
        Assert.Equal(FrameOutcome.Classified, _walker.Walk(ref context, LinkType.Ethernet, bytes));
    }

    [RequiresFact(Corpus + "/dev.list")]
    public void Every_frame_of_third_party_captures()
    {
        using var captures = new CaptureMerger(CaptureInputs.Expand([Path.Combine(Repository.Root, Corpus, "captures")]));
        while (captures.MoveNext())
        {
            if (captures.Current.LinkType == LinkType.Ethernet)
            {
                Check(captures.Current.Bytes, "frame");
            }
        }
        Assert.InRange(_told, 10_000, long.MaxValue);
    }

    private void Check(ReadOnlySpan<byte> bytes, object shape)
    {
        var isTold = OrdinarySegment.Is(bytes, _streams.IsServerAwaited);
        _told += isTold ? 1 : 0;
        var before = (_sightings, Counters());
        var context = new FrameContext(Instant.FromMinute(1), ++_number);
        var outcome = _walker.Walk(ref context, LinkType.Ethernet, bytes);
        if (isTold && (outcome != FrameOutcome.NotOfInterest || before != (_sightings, Counters())))
        {
            Assert.Fail($"{outcome}, {before} before, {(_sightings, Counters())} then: {shape}");
        }
    }

    private (long, long, long, long, long) Counters() =>
        (_counters.Flows, _counters.StreamsOpened, _counters.MessagesJoined, _counters.StreamsUnfinished, _streams.Used);
}
