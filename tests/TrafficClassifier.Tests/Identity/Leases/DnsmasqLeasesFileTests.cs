using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Tests.Identity.Leases;

public class DnsmasqLeasesFileTests
{
    private readonly DeviceTable _devices = new();

    [Fact]
    public void A_lease_has_held_for_ever_until_its_expiry()
    {
        AssertLeases("""
            1262856600 02:a1:00:00:00:01 10.0.0.1 PC-17 01:02:a1:00:00:00:01
            0 02:a1:00:00:00:02 10.0.0.2 * *
            1262856600 06-02:a1:00:00:00:03 10.0.0.3 * ff
            1262856600 * 10.0.0.4 tablet *
            1262856600 02:a1:00:00:00:05 10.0.0.5 *
            """,
            "10.0.0.1 02:a1:00:00:00:01 0102a100000001 pc-17 ever 09:30:00",
            "10.0.0.2 02:a1:00:00:00:02 - - ever never",
            "10.0.0.3 02:a1:00:00:00:03 ff - ever 09:30:00",
            "10.0.0.4 - - tablet ever 09:30:00",
            "10.0.0.5 02:a1:00:00:00:05 - - ever 09:30:00");
    }

    [Fact]
    public void Dhcpv6_is_left_out()
    {
        AssertLeases("""
            1262856600 02:a1:00:00:00:01 10.0.0.1 * *
            duid 00:01:00:01:32:97:56:1e:02:00:5e:00:00:01
            1262856600 3 fd00:20::182 * 00:01:00:01:32:97:56:2a:02:c3:00:00:00:03
            """, "10.0.0.1 02:a1:00:00:00:01 - - ever 09:30:00");
        AssertLeases("duid 00:01:00:01:32:97:56:1e:02:00:5e:00:00:01\n1262856600 3 fd00:20::182 * 00:01\n");
    }

    [Fact]
    public void Each_wrong_line_is_told_and_the_others_go_on()
    {
        var content = LeaseFileText.Read("""
            1262856600 02:a1:00:00:00:01 10.0.0.256 * *
            soon 02:a1:00:00:00:01 10.0.0.1 * *
            1262856600 02:a1:00:00:00 g 10.0.0.1 *
            1262856600 02:zz:00:00:00:01 10.0.0.1 * *

            1262856600 02:a1:00:00:00:01 10.0.0.1 * 01:
            1262856600 * 10.0.0.1 * *
            1262856600 02:a1:00:00:00:01
            3600 02:a1:00:00:00:01 10.0.0.1 * *
            1262856600 02:a1:00:00:00:09 10.0.0.9 * *
            """, _devices);
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9], content.Errors.Select(e => e.Line));
        Assert.Equal("10.0.0.9", content.Leases.Single().Address.ToString());
    }

    private void AssertLeases(string text, params string[] expected)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(LeaseFormat.Dnsmasq, content.Format);
        Assert.Empty(content.Errors);
        Assert.Equal(expected, LeaseFileText.Show(content, _devices));
        Assert.All(content.Leases, lease => Assert.Equal(BindingSource.Dnsmasq, lease.Source));
    }
}
