using TrafficClassifier.Server.Running;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>The unit gives what capturing takes, and nothing more.</summary>
public sealed class ServiceUnitTests
{
    [Theory]
    [InlineData(false, "CAP_NET_RAW CAP_BPF")]
    [InlineData(true, "CAP_NET_RAW CAP_BPF CAP_NET_ADMIN CAP_PERFMON")]
    public void Gives_the_rights_to_capture_alone(bool hasXdp, string rights)
    {
        var lines = ServiceUnit.Text("/usr/bin/traffic", "/etc/t.yaml", hasXdp).Split('\n');
        Assert.Contains($"AmbientCapabilities={rights}", lines);
        Assert.Contains($"CapabilityBoundingSet={rights}", lines);
        Assert.Contains($"User={ServiceUnit.User}", lines);
        Assert.DoesNotContain("User=root", lines);
    }

    [Fact]
    public void Quotes_paths_as_systemd_reads_them() =>
        Assert.Contains("ExecStart=\"/opt/my 100%% traffic\" run --config /etc/t.yaml\n", ServiceUnit.Text("/opt/my 100% traffic", "/etc/t.yaml", false), StringComparison.Ordinal);

    [RequiresFact("systemd-analyze")]
    public void Systemd_understands_every_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(ServiceUnit.FileName, ServiceUnit.Text("/bin/true", "/etc/t.yaml", false));

        var told = Requirement.Run("sh", ["-c", "systemd-analyze verify --man=no \"$0\" 2>&1", path]);

        Assert.DoesNotContain(ServiceUnit.FileName, told, StringComparison.Ordinal);
    }

    [RequiresFact("systemd-analyze")]
    public void Systemd_finds_little_exposed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(ServiceUnit.FileName, ServiceUnit.Text("/bin/true", "/etc/t.yaml", false));

        // In tenths; 0 is closed, and 25 is what systemd itself calls OK.
        Assert.Contains("Overall exposure level", Requirement.Run("systemd-analyze", ["security", "--offline=true", "--threshold=25", path]), StringComparison.Ordinal);
    }
}
