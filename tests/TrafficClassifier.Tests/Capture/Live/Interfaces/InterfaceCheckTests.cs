using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Tests.Capture.Live.Interfaces;

public class InterfaceCheckTests
{
    private static readonly InterfaceLink _link = new(3, "mirror0", LinkType.Ethernet, IsUp: true, IsRunning: true, Mtu: 1600);
    private static readonly InterfaceSnapshot _good = new("mirror0", _link, MayCapture: true, MayBePromiscuous: true, JoinsFrames: false, CardJoinsFrames: false, StampsAllFrames: false);

    [Fact]
    public void A_good_interface_has_no_findings() => Assert.Empty(InterfaceCheck.Check(_good));

    [Fact]
    public void An_interface_that_tells_nothing_of_GRO_has_no_findings() =>
        Assert.Empty(InterfaceCheck.Check(_good with { JoinsFrames = null, CardJoinsFrames = null }));

    [Fact]
    public void An_absent_interface_is_fatal() =>
        Assert.Equal((true, "mirror0: there is no such interface (capturing begins when there is)"), Only(_good with { Link = null }));

    [Fact]
    public void Missing_rights_come_with_the_line_for_the_unit()
    {
        var finding = Assert.Single(InterfaceCheck.Check(_good with { MayCapture = false }));
        Assert.True(finding.IsFatal);
        Assert.Contains("AmbientCapabilities=CAP_NET_RAW", finding.Command, StringComparison.Ordinal);
        Assert.Contains("setcap cap_net_raw+ep", finding.Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "mirror0: GRO on")]
    [InlineData(false, true, "mirror0: LRO on")]
    [InlineData(true, true, "mirror0: GRO and LRO on")]
    public void Joined_frames_come_with_the_line_to_type(bool gro, bool lro, string text)
    {
        var finding = Assert.Single(InterfaceCheck.Check(_good with { JoinsFrames = gro, CardJoinsFrames = lro }));
        Assert.StartsWith(text, finding.Text, StringComparison.Ordinal);
        Assert.Equal("ethtool -K mirror0 gro off lro off", finding.Command);
    }

    [Theory]
    [InlineData(1500, "ip link set dev mirror0 mtu 1600")]
    [InlineData(1503, "ip link set dev mirror0 mtu 1600")]
    [InlineData(1504, null)]
    public void An_MTU_too_small_for_two_tags_comes_with_the_line_to_type(int mtu, string? command) =>
        Assert.Equal(command, InterfaceCheck.Check(_good with { Link = _link with { Mtu = mtu } }).SingleOrDefault()?.Command);

    [Fact]
    public void A_tunnel_of_IP_needs_no_room_for_tags() =>
        Assert.Empty(InterfaceCheck.Check(_good with { Link = _link with { Mtu = 1420, Type = LinkType.RawIp }, JoinsFrames = true }));

    [Fact]
    public void An_interface_that_is_down_or_has_no_carrier_is_told_and_not_fatal()
    {
        Assert.Equal((false, "mirror0: the interface is down"), Only(_good with { Link = _link with { IsUp = false, IsRunning = false } }));
        Assert.Equal((false, "mirror0: no carrier: the cable has no other end, or that is down"), Only(_good with { Link = _link with { IsRunning = false } }));
    }

    [Fact]
    public void Frames_without_a_known_header_are_fatal_for_the_ring() =>
        Assert.Equal((true, "mirror0: its frames have no link header that the ring knows"), Only(_good with { Link = _link with { Type = null } }));

    [Fact]
    public void Promiscuous_mode_refused_is_told() =>
        Assert.Equal((false, "mirror0: it refuses promiscuous mode: only frames to this host are seen"), Only(_good with { MayBePromiscuous = false }));

    [Fact]
    public void Hardware_timestamps_are_spoken_of_only_when_wanted()
    {
        Assert.Empty(InterfaceCheck.Check(_good with { StampsAllFrames = true }));
        Assert.Equal("hwstamp_ctl -i mirror0 -r 1", Assert.Single(InterfaceCheck.Check(_good with { StampsAllFrames = true }, wantsHardwareTimestamps: true)).Command);
        Assert.Null(Assert.Single(InterfaceCheck.Check(_good, wantsHardwareTimestamps: true)).Command);
    }

    private static (bool IsFatal, string Text) Only(InterfaceSnapshot snapshot)
    {
        var finding = Assert.Single(InterfaceCheck.Check(snapshot));
        return (finding.IsFatal, finding.Text);
    }
}
