using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Tests.Wire.Link;

public sealed class LoopbackFrameTests
{
    [Theory]
    [InlineData("02000000", 2, EtherType.Ipv4)] // any little-endian host
    [InlineData("00000002", 2, EtherType.Ipv4)] // any big-endian host, and LINKTYPE_LOOP
    [InlineData("18000000", 24, EtherType.Ipv6)] // NetBSD, OpenBSD
    [InlineData("0000001c", 28, EtherType.Ipv6)] // FreeBSD
    [InlineData("1e000000", 30, EtherType.Ipv6)] // macOS
    [InlineData("0a000000", 10, EtherType.Ipv6)] // Linux
    [InlineData("00010800", 0x00010800, EtherType.Ipv4)] // an EtherType behind two other bytes
    [InlineData("07000000", 7, 0)] // OSI
    public void The_family_is_read_in_either_byte_order(string hex, uint family, ushort type)
    {
        Assert.Equal(DecodeStatus.Ok, LoopbackFrame.TryRead([.. Hex.Bytes(hex), 0x45], out var frame));
        Assert.Equal((family, type), (frame.Family, frame.EtherType));
        Assert.Equal("45", Hex.Text(frame.Payload));
    }
}
