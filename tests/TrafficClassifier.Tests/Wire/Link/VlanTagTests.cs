using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Tests.Wire.Link;

public sealed class VlanTagTests
{
    [Fact]
    public void The_id_is_twelve_bits_beside_priority_and_drop_eligibility()
    {
        Assert.Equal(DecodeStatus.Ok, VlanTag.TryRead(LinkSamples.Vlan, out var tag));
        Assert.Equal(100, tag.VlanId);
        Assert.Equal(EtherType.Ipv4, tag.TypeOrLength);
        Assert.Equal("4546", Hex.Text(tag.Payload));
    }

    [Fact]
    public void Tags_stand_in_one_another()
    {
        var frame = Hex.Bytes("""
            00 c8 81 00 | service tag 200, then a customer tag
            0f ff 86 dd | customer tag 4095, then IPv6
            60          | payload
            """);
        Assert.Equal(DecodeStatus.Ok, VlanTag.TryRead(frame, out var outer));
        Assert.True(EtherType.IsVlan(outer.TypeOrLength));
        Assert.Equal(DecodeStatus.Ok, VlanTag.TryRead(outer.Payload, out var inner));
        Assert.Equal((200, 4095, EtherType.Ipv6), (outer.VlanId, inner.VlanId, inner.TypeOrLength));
    }

    [Theory]
    [InlineData(0x8100, true)]
    [InlineData(0x88a8, true)]
    [InlineData(0x9100, true)]
    [InlineData(0x0800, false)]
    [InlineData(0x0064, false)]
    public void The_types_of_tags_are_known(ushort type, bool isVlan) => Assert.Equal(isVlan, EtherType.IsVlan(type));
}
