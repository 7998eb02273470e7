using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Neighbours;

namespace TrafficClassifier.Tests.Wire.Neighbours;

public sealed class NeighbourMessageTests
{
    [Fact]
    public void An_advertisement_tells_its_targets_hardware_address()
    {
        Assert.Equal(DecodeStatus.Ok, NeighbourMessage.TryRead(NeighbourSamples.Advertisement, out var message));
        Assert.Equal("NA 2001:db8::17 link=00aabbccdd01 router=False solicited=True override=True", message.ToString());
    }

    [Fact]
    public void A_solicitations_option_for_its_target_is_not_its_senders()
    {
        NeighbourMessage.TryRead(NeighbourSamples.Neighbour(135, 0, "fe80::1", 2, "00aabbccdd01"), out var message);

        Assert.True(message.LinkLayer.IsEmpty);
    }

    [Fact]
    public void An_option_of_no_length_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, NeighbourMessage.TryRead([.. NeighbourSamples.DuplicateDetection, 1, 0, 0, 0, 0, 0, 0, 0], out _));

    [Fact]
    public void A_multicast_target_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, NeighbourMessage.TryRead(NeighbourSamples.Neighbour(135, 0, "ff02::1", 0, null), out _));

    [Fact]
    public void Other_messages_are_not_read() => Assert.Equal(DecodeStatus.Unsupported, NeighbourMessage.TryRead([134, 0, 0, 0], out _));

    [Fact]
    public void Probes_and_announcements_are_told_apart()
    {
        ArpPacket.TryRead(NeighbourSamples.Probe, out var probe);
        ArpPacket.TryRead(NeighbourSamples.ArpOf(1, "00aabbccdd01", [10, 1, 1, 1], [10, 1, 1, 1]), out var announcement);

        Assert.Equal((true, false), (probe.IsProbe, probe.IsAnnouncement));
        Assert.Equal((false, true), (announcement.IsProbe, announcement.IsAnnouncement));
    }

    [Fact]
    public void Arp_of_other_hardware_is_not_read() => Assert.Equal(DecodeStatus.Unsupported, ArpPacket.TryRead([0, 6, 8, 0, 8, 4, 0, 1], out _));
}
