using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public class MacAddressTests
{
    [Theory]
    [InlineData("00:1b:63:84:45:e6")]
    [InlineData("00:1B:63:84:45:E6")]
    [InlineData("00-1b-63-84-45-e6")]
    [InlineData("001b.6384.45e6")]
    [InlineData("001b-6384-45e6")]
    [InlineData("001b63-8445e6")]
    [InlineData("001B638445e6")]
    public void Every_usual_spelling_is_the_same_address(string text)
    {
        Assert.True(MacAddress.TryParse(text, out var mac));
        Assert.Equal(new MacAddress(0x001b638445e6), mac);
        Assert.Equal("00:1b:63:84:45:e6", mac.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("00:1b:63:84:45")]
    [InlineData("00:1b:63:84:45:e6:07")]
    [InlineData("00:1b:63:84:45:e")]
    [InlineData("00:1b:63:84:45:e6:")]
    [InlineData("00::1b63:84:45:e6")]
    [InlineData("00:1b-63:84-45:e6")]
    [InlineData("001b63844:5e6")]
    [InlineData("00:1b:63:84:45:eg")]
    [InlineData("001b638445e67")]
    [InlineData("0 1b638445e6")]
    [InlineData("00:00:00:00:00:00")]
    [InlineData("0:1b:63:84:45:e6")]
    public void Anything_else_is_no_address(string text)
    {
        Assert.False(MacAddress.TryParse(text, out var mac));
        Assert.Equal(MacAddress.None, mac);
    }

    [Fact]
    public void Addresses_chosen_to_collide_do_not()
    {
        // Under the hash of their number alone all of these are one.
        var hashes = Enumerable.Range(0, 1 << 16).Select(i => new MacAddress(((ulong)i << 32) | (uint)i)).Select(mac => mac.GetHashCode()).Distinct();

        Assert.InRange(hashes.Count(), 60_000, 1 << 16);
    }

    [Fact]
    public void Bytes_are_an_address_only_if_there_are_six()
    {
        Assert.Equal(new MacAddress(0x0102030405ff), MacAddress.FromBytes([1, 2, 3, 4, 5, 0xff]));
        Assert.Equal(MacAddress.None, MacAddress.FromBytes([1, 2, 3, 4, 5]));
        Assert.Equal(MacAddress.None, MacAddress.FromBytes(new byte[16]));
    }

    [Theory]
    [InlineData("02:00:00:00:00:01", true)]
    [InlineData("da:a1:19:00:00:01", true)]
    [InlineData("00:1b:63:84:45:e6", false)]
    [InlineData("01:00:5e:00:00:01", false)]
    public void A_chosen_address_tells_itself_from_a_makers(string text, bool isChosen)
    {
        Assert.True(MacAddress.TryParse(text, out var mac));
        Assert.Equal(isChosen, mac.IsLocallyAdministered);
    }
}
