using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Tests.Wire.Link;

public sealed class CookedFrameTests
{
    [Fact]
    public void Version_1_has_its_protocol_last()
    {
        Assert.Equal(DecodeStatus.Ok, LinuxCookedFrame.TryRead(LinkSamples.LinuxCooked, out var frame));
        Assert.Equal((4, 1, EtherType.Ipv4), (frame.PacketType, frame.HardwareType, frame.Protocol));
        Assert.Equal("4546", Hex.Text(frame.Payload));
    }

    [Fact]
    public void Version_2_has_its_protocol_first()
    {
        Assert.Equal(DecodeStatus.Ok, LinuxCooked2Frame.TryRead(LinkSamples.LinuxCooked2, out var frame));
        Assert.Equal((EtherType.Ipv6, 258u, 772, 4), (frame.Protocol, frame.InterfaceIndex, frame.HardwareType, frame.PacketType));
        Assert.Equal("60", Hex.Text(frame.Payload));
    }
}
