using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Tests.Identity.Leases;

public class KeaMemfileTests
{
    private const string Header = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n";
    private readonly DeviceTable _devices = new();

    [Fact]
    public void A_lease_began_its_lifetime_before_it_expires()
    {
        AssertLeases(Header + "10.0.0.1,02:a1:00:00:00:01,01:02:a1:00:00:00:01,3600,7200,1,0,0,PC-17.Example.org.,0,\n",
            "10.0.0.1 02:a1:00:00:00:01 0102a100000001 pc-17.example.org 01:00:00 02:00:00");
    }

    [Fact]
    public void Columns_stand_in_any_order_and_number()
    {
        AssertLeases("expire,pool_id,hwaddr,address,valid_lifetime\r\n7200,0,02:a1:00:00:00:01,10.0.0.1,3600\r\n",
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 02:00:00");
    }

    [Fact]
    public void Escaped_characters_are_read_as_they_were()
    {
        AssertLeases(Header + "10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,a&#x2cb&#x26c&#xzz&#x2,0,{\"a\":1&#x2c\"b\":2}\n",
            "10.0.0.1 02:a1:00:00:00:01 - a,b&c&#xzz&#x2 01:00:00 02:00:00");
    }

    [Fact]
    public void An_infinite_lifetime_never_ends()
    {
        AssertLeases(Header + "10.0.0.1,02:a1:00:00:00:01,,4294967295,4294970895,1,0,0,,0,\n", "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 never");
    }

    [Fact]
    public void A_deleted_lease_keeps_its_end_because_none_is_told()
    {
        AssertLeases(Header + """
            10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,0,3600,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,0,3600,1,0,0,,3,
            """, "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 02:00:00");
    }

    [Fact]
    public void A_reclaimed_lease_is_told_once()
    {
        AssertLeases(Header + """
            10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,pc,0,
            10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,,2,
            10.0.0.2,02:a1:00:00:00:02,,3600,7200,1,0,0,,2,
            """,
            "10.0.0.1 02:a1:00:00:00:01 - pc 01:00:00 02:00:00",
            "10.0.0.2 02:a1:00:00:00:02 - - 01:00:00 02:00:00");
    }

    [Fact]
    public void A_declined_address_is_nobodys_from_then_on()
    {
        AssertLeases(Header + """
            10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,,0,
            10.0.0.1,,,60,3670,1,0,0,,1,
            10.0.0.2,02:a1:00:00:00:01,,3600,7200,1,0,0,,0,
            10.0.0.2,,,60,3660,1,0,0,,1,
            10.0.0.3,,,60,3660,1,0,0,,1,
            """,
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 01:00:10",
            "10.0.0.2 - - - 01:00:00 01:00:00");
    }

    [Fact]
    public void Hardware_that_is_no_mac_leaves_the_client_id()
    {
        var infiniband = string.Join(':', Enumerable.Repeat("a0", 20));
        AssertLeases(Header + $"10.0.0.1,{infiniband},ff:01,3600,7200,1,0,0,,0,\n", "10.0.0.1 - ff01 - 01:00:00 02:00:00");
    }

    [Fact]
    public void Each_wrong_row_is_told_and_the_others_go_on()
    {
        var content = LeaseFileText.Read(Header + """
            10.0.0,02:a1:00:00:00:01,,3600,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,x,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,3600,-7200,1,0,0,,0,

            10.0.0.1,02:a1:00:00:00:zz,,3600,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,0102,3600,7200,1,0,0,,0,
            10.0.0.1,,,3600,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,3600,7200,1,0,0,,x,
            10.0.0.1,02:a1:00
            fd00::1,02:a1:00:00:00:01,,3600,7200,1,0,0,,0,
            10.0.0.1,02:a1:00:00:00:01,,3600,99999999999999999999,1,0,0,,0,
            10.0.0.9,02:a1:00:00:00:09,,3600,7200,1,0,0,,0,
            """, _devices);
        Assert.Equal([2, 3, 4, 6, 7, 8, 9, 10, 11, 12], content.Errors.Select(e => e.Line));
        Assert.Equal("10.0.0.9", content.Leases.Single().Address.ToString());
    }

    [Theory]
    [InlineData("address,duid,valid_lifetime,expire,subnet_id\nfd00::1,00:01,3600,7200,1\n", "DHCPv6")]
    [InlineData("address,hwaddr,expire\n10.0.0.1,02:a1:00:00:00:01,7200\n", "valid_lifetime")]
    public void A_header_that_cannot_be_used_is_told_once(string text, string reason)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(LeaseFormat.Kea, content.Format);
        Assert.Equal(1, content.Errors.Single().Line);
        Assert.Contains(reason, content.Errors[0].Reason, StringComparison.Ordinal);
        Assert.Empty(content.Leases);
    }

    [Fact]
    public void More_columns_than_can_be_are_told()
    {
        var content = LeaseFileText.Read("address,valid_lifetime,expire" + new string(',', 100) + "\n10.0.0.1,1,2\n", _devices);
        Assert.Equal(1, content.Errors.Single().Line);
    }

    private void AssertLeases(string text, params string[] expected)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(LeaseFormat.Kea, content.Format);
        Assert.Empty(content.Errors);
        Assert.Equal(expected, LeaseFileText.Show(content, _devices));
        Assert.All(content.Leases, lease => Assert.Equal(BindingSource.Kea, lease.Source));
    }
}
