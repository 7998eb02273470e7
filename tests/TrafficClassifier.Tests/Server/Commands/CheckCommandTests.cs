using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Server.Commands;

/// <summary>All that would go wrong with the daemon is said at once, and nothing is changed.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Mistakes_of_the_configuration_in_the_order_of_its_lines()
    {
        var config = _folder.Write("traffic.yaml", "interfaces:\n  - name: mirror0\n    workers: many\nzone: Nowhere/Land\nstaff: /no/such/staff.csv\n");
        var run = Traffic.Run("check", "--config", config);
        Assert.Equal(2, run.Status);
        var lines = run.Error.Split('\n');
        Assert.Contains($"{config}:3:", lines[0], StringComparison.Ordinal);
        Assert.Contains($"{config}:4:", lines[1], StringComparison.Ordinal);
        Assert.Contains("/no/such/staff.csv", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_that_is_not_there_a_directory_that_is_wrong_and_a_store_that_cannot_be()
    {
        var staff = _folder.Write("staff.csv", "staff_id,department,device\nS1,Sales,no-device\n");
        var file = _folder.Write("file", "");
        var run = Traffic.Run("check", "--interface", "nosuch0", "--staff", staff, "--store", Path.Combine(file, "store"));
        Assert.Equal(1, run.Status);
        Assert.Contains("nosuch0: there is no such interface", run.Error, StringComparison.Ordinal);
        Assert.Contains(staff, run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing can be written there", run.Error, StringComparison.Ordinal);
        Assert.Contains("catalog: 361 sites", run.Output, StringComparison.Ordinal);
    }

    [RequiresFact("unshare -rn", "ip", "ethtool")]
    public void What_an_interface_would_be_captured_with_and_the_line_to_type()
    {
        var store = Path.Combine(_folder.Path, "store");
        const string script = "ip link add mirror0 type veth peer name other0 && ip link set other0 up && ip link set mirror0 up mtu 1500 && ethtool -K mirror0 gro on && dotnet \"$0\" check --interface mirror0 --store \"$1\"";
        var told = Requirement.Run("unshare", ["-rn", "sh", "-c", script, Path.Combine(AppContext.BaseDirectory, "traffic.dll"), store]);
        Assert.Contains("ethtool -K mirror0 gro off lro off", told, StringComparison.Ordinal);
        Assert.Contains("ip link set dev mirror0 mtu 1600", told, StringComparison.Ordinal);
        Assert.Contains("mirror0: engine ring, 1 x 64 MiB", told, StringComparison.Ordinal);
        Assert.Contains("mirror0: prefilter ", told, StringComparison.Ordinal);
        Assert.Contains("will be made", told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(store));
    }

    public void Dispose() => _folder.Dispose();
}
