using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Tests.Wire.Link;

public sealed class EthernetFrameTests
{
    [Fact]
    public void Addresses_type_and_payload_are_read()
    {
        Assert.Equal(DecodeStatus.Ok, EthernetFrame.TryRead(LinkSamples.Ethernet, out var frame));
        Assert.Equal("333300000001", Hex.Text(frame.Destination));
        Assert.Equal("02005e100009", Hex.Text(frame.Source));
        Assert.Equal(EtherType.Ipv6, frame.TypeOrLength);
        Assert.Equal("606162", Hex.Text(frame.Payload));
    }

    [Fact]
    public void A_frame_may_be_a_header_only()
    {
        Assert.Equal(DecodeStatus.Ok, EthernetFrame.TryRead(LinkSamples.Ethernet.AsSpan(0, 14), out var frame));
        Assert.True(frame.Payload.IsEmpty);
    }

    [Fact]
    public void A_length_is_told_from_a_type()
    {
        Assert.Equal(DecodeStatus.Ok, EthernetFrame.TryRead(LinkSamples.Ethernet.With(12, 0x05, 0xff), out var frame));
        Assert.True(frame.TypeOrLength < EtherType.Smallest);
    }
}
