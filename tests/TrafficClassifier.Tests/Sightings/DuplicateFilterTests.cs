using TrafficClassifier.Sightings;

namespace TrafficClassifier.Tests.Sightings;

public sealed class DuplicateFilterTests
{
    private static readonly Instant _start = PipelineHarness.At("2010-01-04T00:10:00");

    [Fact]
    public void The_same_packet_a_moment_later_is_a_duplicate()
    {
        var harness = new PipelineHarness();
        var frame = FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.facebook.com"));
        harness.Send(_start, frame);
        harness.Send(new Instant(_start.Nanoseconds + 400_000), frame);

        Assert.Equal(1, harness.Outcome(FrameOutcome.Classified));
        Assert.Equal(1, harness.Outcome(FrameOutcome.Duplicate));
    }

    [Fact]
    public void Time_to_live_and_vlan_tags_do_not_matter()
    {
        var harness = new PipelineHarness();
        var frame = FrameBuilder.Tcp("10.1.1.1", 40000, "69.63.181.11", 80, FrameBuilder.HttpRequest("www.facebook.com"));
        byte[] later = [.. frame];
        later[22]--; // time to live
        later[24] ^= 0x55; // header checksum
        byte[] tagged = [.. frame[..12], 0x81, 0x00, 0x00, 0x2a, .. frame[12..]];
        harness.Send(_start, frame);
        harness.Send(_start, later);
        harness.Send(_start, tagged);

        Assert.Equal(2, harness.Outcome(FrameOutcome.Duplicate));
    }

    [Fact]
    public void A_repeated_question_is_none()
    {
        var harness = new PipelineHarness();
        var frame = FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.facebook.com"));
        byte[] again = [.. frame];
        again[19]++; // identification
        harness.Send(_start, frame);
        harness.Send(_start, again);
        harness.Send(_start.AddSeconds(1), frame);

        Assert.Equal(3, harness.Outcome(FrameOutcome.Classified));
    }

    [Fact]
    public void Memory_is_fixed_and_evictions_are_counted()
    {
        var filter = new DuplicateFilter(64);
        var context = new FrameContext(_start, 1) { Addresses = new byte[8] };
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(filter.IsDuplicate(context, BitConverter.GetBytes(i)));
        }

        Assert.InRange(filter.Evictions, 1000 - 64, 1000);
    }
}
