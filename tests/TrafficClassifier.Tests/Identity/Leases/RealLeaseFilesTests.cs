using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity.Leases;

/// <summary>Files that Kea, dhcpd and dnsmasq wrote; tests/fixtures/leases/README.md says what their clients did, and when.</summary>
public class RealLeaseFilesTests
{
    private readonly DeviceTable _devices = new();

    [Fact]
    public void Kea_tells_each_lease_and_renewal() => AssertLeases("kea-leases4.csv", LeaseFormat.Kea,
        "10.20.0.51 02:c1:00:00:00:01 0102c100000001 pc-renews 19:53:02 19:53:18",
        "10.20.0.52 02:c5:00:00:00:05 0102c500000005 pc-early 19:53:02 20:53:02",
        "10.20.0.53 02:c2:00:00:00:02 72656c65617365732d6964 pc-releases 19:53:02 20:53:02",
        "10.20.0.54 02:c4:00:00:00:04 - lab,pc\\0327 19:53:02 20:53:02",
        "10.20.0.55 02:c3:00:00:00:03 0102c300000003 pc-declines 19:53:03 20:53:03",
        "10.20.0.52 02:c5:00:00:00:05 0102c500000005 pc-early 19:53:17 20:53:17",
        "10.20.0.51 02:c1:00:00:00:01 0102c100000001 pc-renews 19:53:17 19:53:33",
        "10.20.0.55 - - - 19:53:19 19:53:19",
        "10.20.0.51 02:c1:00:00:00:01 0102c100000001 pc-renews 19:53:19 19:53:35",
        "10.20.0.56 02:c3:00:00:00:03 0102c300000003 pc-declines 19:53:22 20:53:22");

    [Fact]
    public void Kea_after_its_clean_up_tells_the_last_word_on_live_leases() => AssertLeases("kea-leases4.csv.2", LeaseFormat.Kea,
        "10.20.0.52 02:c5:00:00:00:05 0102c500000005 pc-early 19:53:17 20:53:17",
        "10.20.0.54 02:c4:00:00:00:04 - lab,pc\\0327 19:53:02 20:53:02",
        "10.20.0.56 02:c3:00:00:00:03 0102c300000003 pc-declines 19:53:22 20:53:22");

    [Fact]
    public void Dhcpd_tells_when_a_lease_was_released() => AssertLeases("dhcpd.leases", LeaseFormat.IscDhcpd,
        "10.20.0.51 02:c1:00:00:00:01 0102c100000001 pc-renews 19:53:05 19:53:21",
        "10.20.0.52 02:c5:00:00:00:05 0102c500000005 pc-early 19:53:06 20:53:06",
        "10.20.0.53 02:c2:00:00:00:02 72656c65617365732d6964 pc-releases 19:53:07 19:53:25",
        "10.20.0.54 02:c4:00:00:00:04 - lab,pc\\0327 19:53:08 20:53:08",
        "10.20.0.55 02:c3:00:00:00:03 0102c300000003 pc-declines 19:53:09 19:53:11",
        "10.20.0.51 02:c1:00:00:00:01 0102c100000001 pc-renews 19:53:20 19:53:36",
        "10.20.0.55 - - - 19:53:26 19:53:26",
        "10.20.0.56 02:c3:00:00:00:03 0102c300000003 pc-declines 19:53:30 20:53:30");

    [Fact]
    public void Dhcpd_after_its_rewrite_still_tells_of_leases_that_are_over()
    {
        var content = Read("dhcpd-epoch.leases", out var leases);
        Assert.Equal(LeaseFormat.IscDhcpd, content.Format);
        Assert.Contains("10.20.0.53 02:c2:00:00:00:02 72656c65617365732d6964 - 19:53:07 19:53:25", leases);
        Assert.Contains("10.20.0.51 02:c1:00:00:00:01 0102c100000001 - 19:53:20 19:53:36", leases);
        Assert.DoesNotContain(leases, lease => lease.StartsWith("10.20.0.55 ", StringComparison.Ordinal));
        Assert.Equal(5, leases.Length);
    }

    [Fact]
    public void Dnsmasq_tells_who_holds_an_address_and_until_when()
    {
        AssertLeases("dnsmasq-1.leases", LeaseFormat.Dnsmasq,
            "10.20.0.60 02:c4:00:00:00:04 - - ever 19:55:14",
            "10.20.0.56 02:c2:00:00:00:02 72656c65617365732d6964 pc-releases ever 19:55:11",
            "10.20.0.59 02:c5:00:00:00:05 0102c500000005 pc-early ever never",
            "10.20.0.55 02:c1:00:00:00:01 - - ever 19:55:05");
        AssertLeases("dnsmasq-3.leases", LeaseFormat.Dnsmasq,
            "10.20.0.59 02:c5:00:00:00:05 0102c500000005 pc-early ever never",
            "10.20.0.55 02:c1:00:00:00:01 - - ever 19:56:25");
    }

    [Fact]
    public void All_files_of_one_server_in_any_order_give_the_same_holders()
    {
        string[] files = ["dnsmasq-1.leases", "dnsmasq-2.leases", "dnsmasq-3.leases", "dhcpd.leases", "dhcpd-epoch.leases"];
        Assert.Equal(Holders(files), Holders(files.Reverse()));
    }

    [Fact]
    public void The_table_answers_from_dhcpds_file_who_it_was()
    {
        var table = new BindingTable(_devices);
        foreach (var lease in Read("dhcpd.leases", out _).Leases)
        {
            table.Add(lease);
        }
        Assert.Equal("pc-renews", HolderOf(table, _devices, 51, "19:54:05"));
        Assert.Equal("-", HolderOf(table, _devices, 51, "19:54:06"));
        Assert.Equal("pc-early", HolderOf(table, _devices, 52, "20:53:00"));
        Assert.Equal("-", HolderOf(table, _devices, 53, "19:54:00"));
        Assert.Equal("pc-declines", HolderOf(table, _devices, 55, "19:53:10"));
        Assert.Equal("-", HolderOf(table, _devices, 55, "19:53:26"));
    }

    private static List<string> Holders(IEnumerable<string> files)
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices);
        foreach (var file in files)
        {
            foreach (var lease in LeaseFile.Read(PathOf(file), devices).Leases)
            {
                table.Add(lease);
            }
        }
        return [.. from last in Enumerable.Range(51, 10) from minute in Enumerable.Range(52, 6) select HolderOf(table, devices, last, $"19:{minute}:10")];
    }

    private static string HolderOf(BindingTable table, DeviceTable devices, int last, string time)
    {
        var at = DateTimeOffset.Parse($"2026-11-23T{time}Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        return table.TryFind(IpAddress.FromIpv4(0x0a140000 + (uint)last), Instant.FromUnixSeconds(at), out var device) ? devices[device].HostName : "-";
    }

    private void AssertLeases(string file, LeaseFormat format, params string[] expected)
    {
        var content = Read(file, out var leases);
        Assert.Equal(format, content.Format);
        Assert.Equal(expected, leases);
    }

    private LeaseFileContent Read(string file, out string[] leases)
    {
        var content = LeaseFile.Read(PathOf(file), _devices);
        Assert.Empty(content.Errors);
        leases = LeaseFileText.Show(content, _devices);
        return content;
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "fixtures", "leases", file);
}
