using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Tests.Wire.Radius;

public sealed class RadiusMessageTests
{
    [Fact]
    public void A_start_names_user_address_and_station()
    {
        Assert.Equal(DecodeStatus.Ok, RadiusMessage.TryRead(RadiusSamples.Start, out var message));
        Assert.Equal((1u, "Alice", "s1"), (message.StatusType, Encoding.UTF8.GetString(message.UserName), Encoding.UTF8.GetString(message.SessionId)));
        Assert.Equal(("10.1.1.1", "00-AA-BB-CC-DD-01"), (message.FramedAddress.ToString(), Encoding.UTF8.GetString(message.CallingStation)));
    }

    [Fact]
    public void Prefix_and_interface_id_are_an_address()
    {
        RadiusMessage.TryRead(RadiusSamples.Interim, out var message);

        Assert.Equal("2001:db8:0:7::5", message.FramedIpv6Address.ToString());
        Assert.Equal((30u, 1_262_563_200u), (message.DelaySeconds, message.EventTimestamp));
    }

    [Theory]
    [InlineData(RadiusSamples.Secret, true)]
    [InlineData("wrong", false)]
    [InlineData("", false)]
    public void Only_who_knows_the_secret_could_sign(string secret, bool expected)
    {
        RadiusMessage.TryRead(RadiusSamples.Start, out var message);

        Assert.Equal(expected, message.IsAuthentic(Encoding.UTF8.GetBytes(secret)));
    }

    [Fact]
    public void A_changed_byte_is_noticed()
    {
        for (var at = 20; at < RadiusSamples.Start.Length; at++)
        {
            var changed = RadiusSamples.Start.ToArray();
            changed[at] ^= 0x20;
            if (RadiusMessage.TryRead(changed, out var message) == DecodeStatus.Ok)
            {
                Assert.False(message.IsAuthentic(Encoding.UTF8.GetBytes(RadiusSamples.Secret)));
            }
        }
    }

    [Fact]
    public void An_attribute_without_room_for_its_own_header_is_malformed()
    {
        var message = RadiusSamples.Start.ToArray();
        message[21] = 1;

        Assert.Equal(DecodeStatus.Malformed, RadiusMessage.TryRead(message, out _));
    }
}
