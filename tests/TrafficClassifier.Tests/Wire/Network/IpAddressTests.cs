using System.Net;
using System.Text;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Wire.Network;

public sealed class IpAddressTests
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("2001:DB8:0:0:0:0:0:17", "2001:db8::17")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("::", "::")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    public void A_text_is_read_and_written_in_its_canonical_form(string text, string canonical)
    {
        Assert.True(IpAddress.TryParse(text, out var address));
        Assert.Equal(canonical, address.ToString());
        var utf8 = new byte[45];
        Assert.Equal(canonical, Encoding.UTF8.GetString(utf8, 0, address.Format(utf8)));
    }

    [Fact]
    public void The_longest_text_fits_where_its_bound_says() =>
        Assert.InRange(new IpAddress(ulong.MaxValue, ulong.MaxValue).Format(new byte[45]), 39, 45);

    [Theory]
    [InlineData("")]
    [InlineData("www.facebook.com")]
    [InlineData("10.1.2.256")]
    [InlineData("10.1.2")]
    [InlineData("010.1.2.3")]
    [InlineData("0x0a.1.2.3")]
    [InlineData("10.1.2.3.")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[2001:db8::1]:53")]
    [InlineData("2001:db8::17::1")]
    public void Another_text_is_no_address(string text) => Assert.False(IpAddress.TryParse(text, out _));

    [Fact]
    public void Random_addresses_are_those_of_the_base_class_library()
    {
        var random = new Random(4);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.NextBytes(bytes);
            bytes.AsSpan(0, random.Next(bytes.Length)).Clear();
            bytes[^1] |= 1;
            var expected = new IPAddress(bytes);
            var address = IpAddress.FromBytes(bytes);
            Assert.Equal(bytes.Length == 4, address.IsIpv4);
            Assert.Equal(expected.ToString(), address.ToString());
            Assert.True(IpAddress.TryParse(expected.ToString(), out var parsed) && parsed == address);
        }
    }

    [Fact]
    public void Unspecified_addresses_name_nobody()
    {
        Assert.True(IpAddress.FromIpv4(0).IsUnspecified);
        Assert.True(default(IpAddress).IsUnspecified);
        Assert.False(IpAddress.FromIpv4(1).IsUnspecified);
        Assert.False(new IpAddress(0, 1).IsUnspecified);
    }
}
