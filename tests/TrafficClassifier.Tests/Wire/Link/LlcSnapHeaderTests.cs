using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Tests.Wire.Link;

public sealed class LlcSnapHeaderTests
{
    [Theory]
    [InlineData("aaaa03 000000 0800 4546", "encapsulated Ethernet")]
    [InlineData("aaaa03 0000f8 0800 4546", "bridge tunnel")]
    public void The_type_stands_behind_the_organisation(string hex, string organisation)
    {
        Assert.Equal((DecodeStatus.Ok, organisation), (LlcSnapHeader.TryRead(Hex.Bytes(hex), out var header), organisation));
        Assert.Equal(EtherType.Ipv4, header.TypeOrLength);
        Assert.Equal("4546", Hex.Text(header.Payload));
    }

    [Theory]
    [InlineData("424203 00000000", "spanning tree")]
    [InlineData("ffff00 22000000", "IPX in raw 802.3")]
    [InlineData("aaaa03 00000c 2000", "Cisco discovery")]
    [InlineData("aaaa13 000000 0800", "another control field")]
    public void What_is_not_snap_of_ethernet_is_unsupported(string hex, string what) =>
        Assert.Equal((DecodeStatus.Unsupported, what), (LlcSnapHeader.TryRead(Hex.Bytes(hex), out _), what));
}
