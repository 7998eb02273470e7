using System.Buffers.Binary;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

public sealed class TcpStreamsTests
{
    private static readonly byte[] _hello = FrameBuilder.ClientHello("www.facebook.com");
    private readonly NameCollector _observer = new();
    private readonly FrameDissector _dissector;
    private long _number;

    public TcpStreamsTests() => _dissector = new FrameDissector(_observer, null);

    [Fact]
    public void A_piece_is_a_segment_and_the_last_one_is_classified()
    {
        Assert.Equal(FrameOutcome.Segment, Send(RawFrame.Tcp(2, 4000, 100, _hello.AsSpan(0, 20))));
        Assert.Equal(FrameOutcome.Segment, Send(RawFrame.Tcp(2, 4000, 140, _hello.AsSpan(40))));
        Assert.Equal(FrameOutcome.Classified, Send(RawFrame.Tcp(2, 4000, 120, _hello.AsSpan(20, 20))));
        Assert.Equal(FrameOutcome.Duplicate, Send(RawFrame.Tcp(2, 4000, 100, _hello)));
        Assert.Equal(["10.0.0.2:4000 tls www.facebook.com cut=False mid=False"], _observer.Lines);
        Assert.Equal((1, 0), (_dissector.Reassembly.MessagesJoined, _dissector.Reassembly.StreamsUnfinished));
    }

    [Fact]
    public void A_hello_behind_other_bytes_is_in_mid_stream()
    {
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn, 25));
        Send(RawFrame.Tcp(2, 4000, 100, "EHLO x\r\n"u8, serverPort: 25));
        Send(RawFrame.Tcp(2, 4000, 108, _hello.AsSpan(0, 50), serverPort: 25));
        Send(RawFrame.Tcp(2, 4000, 158, _hello.AsSpan(50), serverPort: 25));
        Assert.Equal(["10.0.0.2:4000 tls www.facebook.com cut=False mid=True"], _observer.Lines);
    }

    [Fact]
    public void A_connection_whose_first_bytes_are_nothing_known_is_unread_once()
    {
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn));
        Send(RawFrame.Tcp(2, 4000, 100, "\x01hello\x02"u8));
        Send(RawFrame.Tcp(2, 4000, 100, "\x01hello\x02"u8));
        Send(RawFrame.Tcp(2, 4000, 107, "more"u8));
        Assert.Equal(["10.0.0.2:4000 unread"], _observer.Lines);
    }

    [Theory]
    [InlineData(RawFrame.Fin)]
    [InlineData(RawFrame.Reset)]
    [InlineData(0)]
    public void A_hello_that_never_ends_is_told_as_far_as_it_came(byte end)
    {
        var name = new Wire.Tls.ClientHelloBuilder().Sni("a.example").Extension(21, new byte[400]).Build();
        var record = Wire.Tls.ClientHelloBuilder.InRecord(name);
        Send(RawFrame.Tcp(2, 4000, 100, record.AsSpan(0, 200)));
        Assert.Empty(_observer.Lines);
        if (end != 0)
        {
            Send(RawFrame.Tcp(2, 4000, 300, [], end));
        }
        else
        {
            _number += 20_000;
            Send(RawFrame.Tcp(4, 4000, 300, "x"u8));
        }
        Assert.Equal(["10.0.0.2:4000 tls a.example cut=True mid=False"], _observer.Lines);
        Assert.Equal(1, _dissector.Reassembly.StreamsUnfinished);
    }

    [Fact]
    public void What_the_snap_length_cut_is_told_at_once()
    {
        var hello = Wire.Tls.ClientHelloBuilder.InRecord(new Wire.Tls.ClientHelloBuilder().Sni("a.example").Extension(21, new byte[400]).Build());
        Assert.Equal(FrameOutcome.Classified, Send(RawFrame.Tcp(2, 4000, 100, hello)[..^100]));
        Assert.Equal(["10.0.0.2:4000 tls a.example cut=True mid=False"], _observer.Lines);
        Assert.Equal(0, _dissector.Reassembly.StreamsOpened);
    }

    [Fact]
    public void Padding_is_no_payload()
    {
        byte[] bare = [.. RawFrame.Tcp(2, 4000, 100, []), 0, 0];
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn));
        Assert.Equal(FrameOutcome.NotOfInterest, Send(bare));
        Assert.Equal(FrameOutcome.Classified, Send(RawFrame.Tcp(2, 4000, 100, _hello)));
    }

    [Fact]
    public void Floods_move_counters_and_no_ceiling()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var syn = RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn);
        var open = RawFrame.Tcp(2, 4000, 99, _hello.AsSpan(0, 20));
        for (var i = 0; i < 1_000_000; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(syn.AsSpan(26), (i * 2) + 1);
            _dissector.Dissect(new CapturedFrame(syn, new Instant(i * 1000L), LinkType.Ethernet, i));
            BinaryPrimitives.WriteInt32BigEndian(open.AsSpan(26), i * 2);
            _dissector.Dissect(new CapturedFrame(open, new Instant(i * 1000L), LinkType.Ethernet, i));
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 48 << 20); // ever, so no more is held
        Assert.InRange(_dissector.Reassembly.StreamEvictions, 2_900_000, 3_000_000);
        Assert.Equal(1_000_000, _dissector.Outcomes[(int)FrameOutcome.Segment]);
    }

    private FrameOutcome Send(byte[] frame) => _dissector.Dissect(new CapturedFrame(frame, new Instant(++_number * 1_000_000), LinkType.Ethernet, _number));
}
