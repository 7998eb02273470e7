using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public class DeviceKeyTests
{
    [Theory]
    [InlineData("00-1B-63-84-45-E6", DeviceKeyKind.Mac, "001b638445e6")]
    [InlineData("id:01:00:1B:63:84:45:e6", DeviceKeyKind.ClientId, "01001b638445e6")]
    [InlineData("ID:ff-00", DeviceKeyKind.ClientId, "ff00")]
    [InlineData("host:PC-17.Example.Org.", DeviceKeyKind.HostName, "pc-17.example.org")]
    [InlineData("HOST: pc-17", DeviceKeyKind.HostName, "pc-17")]
    public void Every_kind_has_one_normal_form(string text, DeviceKeyKind kind, string normal)
    {
        Assert.True(DeviceKey.TryParse(text, out var key));
        Assert.Equal(new DeviceKey(kind, normal), key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pc-17")]
    [InlineData("id:")]
    [InlineData("id:abc")]
    [InlineData("id:xy")]
    [InlineData("host:")]
    [InlineData("host:.")]
    [InlineData("host:two words")]
    [InlineData("host:b\u00fcro")]
    [InlineData("10.1.2.3")]
    public void Anything_else_is_no_key(string text) => Assert.False(DeviceKey.TryParse(text, out _));

    [Fact]
    public void A_host_name_is_as_long_as_the_device_table_keeps()
    {
        Assert.True(DeviceKey.TryParse("host:" + new string('a', DeviceTable.LongestPart), out _));
        Assert.False(DeviceKey.TryParse("host:" + new string('a', DeviceTable.LongestPart + 1), out _));
    }
}
