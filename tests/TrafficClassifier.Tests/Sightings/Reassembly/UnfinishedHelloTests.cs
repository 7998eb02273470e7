using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Wire.Tls;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

/// <summary>A connection has a name or is without one, whatever becomes of its hello; and it is counted when it was seen.</summary>
public sealed class UnfinishedHelloTests
{
    private static readonly byte[] _hello = FrameBuilder.ClientHello("www.facebook.com");
    private readonly NameCollector _observer = new();
    private readonly FrameDissector _dissector;
    private long _number;

    public UnfinishedHelloTests() => _dissector = new FrameDissector(_observer, null);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(40)]
    public void A_hello_that_ends_in_its_fixed_part_leaves_a_connection_without_a_name(int length)
    {
        Open(_hello.AsSpan(0, length));
        _dissector.Close();
        Assert.Equal(["10.0.0.2:4000 unread"], _observer.Lines);
    }

    [Fact]
    public void A_hello_that_the_snap_length_cuts_in_its_fixed_part_leaves_a_connection_without_a_name()
    {
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn));
        Send(RawFrame.Tcp(2, 4000, 100, _hello)[..74]);
        Assert.Equal(["10.0.0.2:4000 unread"], _observer.Lines);
    }

    [Fact]
    public void A_hello_that_was_not_told_is_when_it_comes_again()
    {
        Open(_hello.AsSpan(0, 40));
        Send(RawFrame.Tcp(2, 4000, 140, [], RawFrame.Reset));
        Send(RawFrame.Tcp(2, 4000, 100, _hello));
        Assert.Equal(["10.0.0.2:4000 unread", "10.0.0.2:4000 tls www.facebook.com cut=False mid=True"], _observer.Lines);
    }

    [Fact]
    public void A_reset_outside_the_window_ends_nothing()
    {
        Open(_hello.AsSpan(0, 40));
        Send(RawFrame.Tcp(2, 4000, 77_777_777, [], RawFrame.Reset));
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Reset));
        Assert.Empty(_observer.Lines);
        Send(RawFrame.Tcp(2, 4000, 140, _hello.AsSpan(40)));
        Assert.Equal(["10.0.0.2:4000 tls www.facebook.com cut=False mid=False"], _observer.Lines);
    }

    [Fact]
    public void Segments_in_mid_stream_push_out_no_hello()
    {
        Open(_hello.AsSpan(0, 40));
        for (var i = 0; i < 4_200; i++)
        {
            Send(RawFrame.Tcp(4 + (2 * i), 5000, 7, "\x17\x03\x03 application data"u8));
        }
        Assert.Equal(105, _dissector.Reassembly.StreamEvictions);
        Send(RawFrame.Tcp(2, 4000, 140, _hello.AsSpan(40)));
        Assert.Equal(["10.0.0.2:4000 tls www.facebook.com cut=False mid=False"], _observer.Lines);
    }

    [Fact]
    public void Where_hellos_fill_the_table_nothing_is_held()
    {
        for (var i = 0; i < 4096; i++)
        {
            Send(RawFrame.Tcp(2 + (2 * i), 4000, 100, _hello.AsSpan(0, 40)));
        }
        Assert.Equal(FrameOutcome.NotOfInterest, Send(RawFrame.Tcp(2, 5000, 7, "\x17\x03\x03 application data"u8)));
        Assert.Equal(FrameOutcome.Classified, Send(RawFrame.Tcp(2, 4000, 140, _hello.AsSpan(40))));
        Assert.Equal(0, _dissector.Reassembly.Evictions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_half_hello_from_a_servers_port_makes_no_other_servers_segments_matter(bool isLast)
    {
        Send(RawFrame.Tcp(2, 40_000, 100, _hello.AsSpan(0, 20), isReply: true));
        for (var i = 0; i < 100; i++)
        {
            Send(RawFrame.Tcp(4 + (2 * i), 5000, 1, "xxxxxxxxxxxxxxxxxxxx"u8, isLast ? RawFrame.Fin : RawFrame.Ack, isReply: true));
        }
        Assert.Equal(0, _dissector.Reassembly.Flows);
        Send(RawFrame.Tcp(2, 40_000, 120, _hello.AsSpan(20), isReply: true));
        Assert.Equal(["8.8.8.8:443 tls www.facebook.com cut=False mid=False"], _observer.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_in_an_answer_is_no_visit_where_the_client_is_known(bool isKnown)
    {
        var request = FrameBuilder.HttpRequest("www.facebook.com");
        if (isKnown)
        {
            Send(RawFrame.Tcp(2, 5000, 99, [], RawFrame.Syn, 80));
        }
        Send(RawFrame.Tcp(2, 5000, 1, request, serverPort: 80, isReply: true));
        Assert.Equal(isKnown ? [] : ["8.8.8.8:80 http www.facebook.com"], _observer.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hello_that_never_ends_is_counted_in_its_own_hour(bool isTcp)
    {
        var query = new StatementQuery { Calendar = new Calendar(TimeZoneInfo.Utc), Sites = ["Facebook"], K = 1, By = Breakdown.Hour };
        var harness = new PipelineHarness(query: query);
        var hello = ClientHelloBuilder.InRecord(new ClientHelloBuilder().Sni("www.facebook.com").Extension(0x7a7a, new byte[1700]).Build());
        harness.Send(PipelineHarness.At("2026-03-02T08:59:50"), RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn));
        harness.Send(PipelineHarness.At("2026-03-02T08:59:55"), RawFrame.Tcp(2, 4000, 100, hello.AsSpan(0, 1400)));
        harness.Send(PipelineHarness.At("2026-03-02T09:00:01"), RawFrame.Tcp(4, 4000, 99, [], RawFrame.Syn));
        var last = PipelineHarness.At("2026-03-02T10:30:00");
        harness.Send(last, isTcp ? RawFrame.Tcp(4, 4000, 99, [], RawFrame.Syn) : FrameBuilder.Udp("10.0.0.9", 5000, "10.0.0.10", 5001, [0]));
        var statement = harness.Close();
        Assert.Equal(["8h 1"], statement.Rows.Where(row => row.Cell.Count > 0).Select(row => $"{row.Key.Hour}h {row.Cell.Count}"));
    }

    [Fact]
    public void Any_frame_ends_the_wait_of_a_hello()
    {
        Open(_hello.AsSpan(0, 40));
        _number += 11_000;
        Send(FrameBuilder.Udp("10.0.0.9", 5000, "10.0.0.10", 5001, [0]));
        Assert.Equal(["10.0.0.2:4000 unread"], _observer.Lines);
    }

    private void Open(ReadOnlySpan<byte> bytes)
    {
        Send(RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn));
        Send(RawFrame.Tcp(2, 4000, 100, bytes));
        Assert.Empty(_observer.Lines);
    }

    private FrameOutcome Send(byte[] frame) => _dissector.Dissect(new CapturedFrame(frame, new Instant(++_number * 1_000_000), LinkType.Ethernet, _number));
}
