using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Tests.Wire.Dhcp;

public sealed class DhcpClientFqdnTests
{
    private const byte Ascii = 0, Encoded = 4;

    [Fact]
    public void The_canonical_encoding_is_that_of_dns() => Assert.Equal("pc-17.corp", Fqdn([Encoded, 0, 0, 5, .. "PC-17"u8, 4, .. "corp"u8, 0]));

    [Fact]
    public void A_partial_name_has_no_final_zero() => Assert.Equal("pc-17", Fqdn([Encoded, 0, 0, 5, .. "pc-17"u8]));

    [Fact]
    public void The_old_encoding_is_ascii() => Assert.Equal("pc-17.corp", Fqdn([Ascii, 0, 0, .. "PC-17.corp"u8]));

    [Fact]
    public void A_final_dot_is_no_part_of_the_name() => Assert.Equal("pc-17.corp", Fqdn([Ascii, 0, 0, .. "pc-17.corp."u8]));

    [Fact]
    public void A_dot_inside_a_label_is_escaped() => Assert.Equal(@"a\046b", Fqdn([Encoded, 0, 0, 3, .. "a.b"u8, 0]));

    [Fact]
    public void A_label_that_overruns_the_option_ends_the_name() => Assert.Equal("pc", Fqdn([Encoded, 0, 0, 2, .. "pc"u8, 9, .. "corp"u8]));

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { Encoded, 0, 0 })]
    [InlineData(new byte[] { Encoded, 0, 0, 0 })]
    [InlineData(new byte[] { Encoded, 0, 0, 0xc0, 0x0c })]
    public void An_option_without_a_name_has_none(byte[] option) => Assert.Equal("", Fqdn(option));

    [Fact]
    public void A_message_without_the_option_has_none() => Assert.Equal("", Fqdn(Read(new DhcpMessageBuilder().Build()), 100));

    [Fact]
    public void A_name_that_does_not_fit_is_cut_at_its_end()
    {
        var message = Read(new DhcpMessageBuilder().Option(DhcpOption.ClientFqdn, [Encoded, 0, 0, 3, (byte)'a', 0xff, (byte)'b', 4, .. "corp"u8, 0]).Build());
        var whole = Fqdn(message, 100);
        for (var room = 0; room < whole.Length; room++)
        {
            Assert.StartsWith(Fqdn(message, room), whole, StringComparison.Ordinal);
        }
    }

    private static string Fqdn(byte[] option) => Fqdn(Read(new DhcpMessageBuilder().Option(DhcpOption.ClientFqdn, option).Build()), 1024);

    private static string Fqdn(DhcpMessage message, int room)
    {
        var text = new byte[room];
        return Encoding.ASCII.GetString(text, 0, message.FormatClientFqdn(text));
    }

    private static DhcpMessage Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var message));
        return message;
    }
}
