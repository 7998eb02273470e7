using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Vpn;

namespace TrafficClassifier.Tests.Wire.Vpn;

public sealed class VpnHandshakeViewTests
{
    [Fact]
    public void A_WireGuard_initiation_is_type_1_with_three_zero_bytes()
    {
        Assert.Equal(DecodeStatus.Ok, WireGuardInitiation.TryRead(VpnSamples.WireGuard, out var initiation));
        Assert.Equal(0x12345678u, initiation.Sender);
        Assert.Equal(DecodeStatus.Unsupported, WireGuardInitiation.TryRead([2, .. VpnSamples.WireGuard[1..]], out _)); // the response
        Assert.Equal(DecodeStatus.Unsupported, WireGuardInitiation.TryRead([1, 0, 1, 0, .. VpnSamples.WireGuard[4..]], out _));
    }

    [Fact]
    public void An_OpenVPN_client_begins_with_opcode_7_or_10_and_key_0()
    {
        Assert.Equal(DecodeStatus.Ok, OpenVpnReset.TryRead(VpnSamples.OpenVpn, out var reset));
        Assert.Equal((7, 0x0102030405060708ul), (reset.Opcode, reset.SessionId));
        Assert.Equal(DecodeStatus.Ok, OpenVpnReset.TryRead(VpnSamples.OpenVpnV3, out reset));
        Assert.Equal(10, reset.Opcode);
        Assert.Equal(DecodeStatus.Unsupported, OpenVpnReset.TryRead([8 << 3, .. VpnSamples.OpenVpn[1..]], out _)); // the server's
        Assert.Equal(DecodeStatus.Unsupported, OpenVpnReset.TryRead([(7 << 3) | 1, .. VpnSamples.OpenVpn[1..]], out _));
    }

    [Fact]
    public void IKE_begins_while_the_responder_has_no_index()
    {
        Assert.Equal(DecodeStatus.Ok, IkeInitiation.TryRead(VpnSamples.IkeV2, out var initiation));
        Assert.Equal((2, 34, 0x1122334455667788ul), (initiation.MajorVersion, initiation.Exchange, initiation.InitiatorSpi));
        Assert.Equal(DecodeStatus.Ok, IkeInitiation.TryRead(VpnSamples.IkeV1, out initiation));
        Assert.Equal((1, 2), (initiation.MajorVersion, initiation.Exchange));
    }

    [Theory]
    [InlineData(8, 1, DecodeStatus.Unsupported, "the responder has answered")]
    [InlineData(17, 0x30, DecodeStatus.Unsupported, "version 3")]
    [InlineData(18, 35, DecodeStatus.Unsupported, "IKE_AUTH")]
    [InlineData(19, 0x20, DecodeStatus.Unsupported, "a response")]
    [InlineData(23, 1, DecodeStatus.Unsupported, "a later message")]
    [InlineData(27, 27, DecodeStatus.Malformed, "shorter than its header")]
    [InlineData(27, 33, DecodeStatus.Truncated, "longer than its bytes")]
    public void What_is_no_first_message_is_refused(int at, byte value, DecodeStatus expected, string why)
    {
        var bytes = VpnSamples.IkeV2.ToArray();
        bytes[at] = value;
        Assert.Equal((expected, why), (IkeInitiation.TryRead(bytes, out _), why));
    }
}
