using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using static TrafficClassifier.Tests.Wire.Dhcp.Dhcpv6Samples;

namespace TrafficClassifier.Tests.Wire.Dhcp;

public sealed class Dhcpv6MessageTests
{
    [Fact]
    public void A_reply_grants_addresses_and_prefixes()
    {
        Assert.Equal(DecodeStatus.Ok, Dhcpv6Message.TryRead(Reply, out var message));

        List<string> grants = [];
        foreach (var grant in message.Grants)
        {
            grants.Add($"{grant.Kind} {grant.Address}/{grant.PrefixLength} {grant.ValidSeconds} {grant.Status}");
        }
        Assert.Equal(["3 2001:db8::17/128 3600 0", "4 2001:db8::17/128 600 0", "25 2001:db8:100::/56 7200 0"], grants);
        Assert.Equal(Dhcpv6MessageType.Reply, message.MessageType);
        Assert.Equal(0x123456u, message.TransactionId);
        Assert.True(message.ClientId.SequenceEqual(Duid));
    }

    [Fact]
    public void The_message_is_taken_out_of_its_relays_envelopes()
    {
        Assert.Equal(DecodeStatus.Ok, Dhcpv6Message.TryRead(Relayed, out var message));

        Span<byte> name = stackalloc byte[64];
        Assert.Equal((2, Dhcpv6MessageType.Solicit), (message.RelayCount, message.MessageType));
        Assert.Equal("00aabbccdd99", Convert.ToHexStringLower(message.ClientEthernet));
        Assert.Equal("pc-17.corp", System.Text.Encoding.ASCII.GetString(name[..message.FormatClientFqdn(name)]));
    }

    [Fact]
    public void The_relay_next_to_the_client_knows_its_hardware_address_best()
    {
        var inner = Relay(12, 0, Option(79, 0, 1, 0, 0, 0, 0, 0, 1), Option(9, Solicit));
        Dhcpv6Message.TryRead(Relay(12, 1, Option(79, 0, 1, 0, 0, 0, 0, 0, 2), Option(9, inner)), out var message);

        Assert.Equal("000000000001", Convert.ToHexStringLower(message.ClientEthernet));
    }

    [Theory]
    [InlineData(9, DecodeStatus.Ok)]
    [InlineData(10, DecodeStatus.Malformed)]
    public void Envelopes_have_a_limit(int relays, DecodeStatus expected)
    {
        var message = Solicit;
        for (var i = 0; i < relays; i++)
        {
            message = Relay(12, (byte)i, Option(9, message));
        }

        Assert.Equal(expected, Dhcpv6Message.TryRead(message, out _));
    }

    [Fact]
    public void A_status_in_the_association_or_in_the_address_is_the_grants()
    {
        var message = Message(7, Option(1, Duid), Option(3, Association(Lease(Address, 60), Status(2))), Option(3, Association(Lease(Address, 60, Status(4)))));
        Dhcpv6Message.TryRead(message, out var view);

        List<ushort> found = [];
        foreach (var grant in view.Grants)
        {
            found.Add(grant.Status);
        }
        Assert.Equal([2, 4], found);
    }

    [Fact]
    public void An_address_that_does_not_fit_its_association_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, Dhcpv6Message.TryRead(Message(7, Option(3, [.. Association(), 0, 5, 0, 24, 1])), out _));

    [Fact]
    public void A_duid_stands_in_a_client_id_of_dhcpv4_too()
    {
        byte[] clientId = [255, 1, 2, 3, 4, .. Duid];

        Assert.True(DhcpUniqueId.OfClientId(clientId).SequenceEqual(Duid));
        Assert.True(DhcpUniqueId.OfClientId([1, 0, 1, 2, 3, 4, 5]).SequenceEqual(new byte[] { 1, 0, 1, 2, 3, 4, 5 }));
        Assert.Equal("00aabbccdd01", Convert.ToHexStringLower(DhcpUniqueId.EthernetOf(Duid)));
    }
}
