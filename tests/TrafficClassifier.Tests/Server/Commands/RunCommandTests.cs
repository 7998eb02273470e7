using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Server.Commands;

/// <summary>The daemon on a mirror of real programs: tests/LiveOffice.</summary>
public sealed class RunCommandTests
{
    [RequiresFact("unshare -rn", "ip", "tc", "dnsmasq", "nginx", "curl", "busybox", "openssl")]
    public void Names_the_people_and_sites_of_an_office_of_real_programs()
    {
        var told = Requirement.Run("unshare", ["-rnm", Path.Combine(Repository.Root, "tests/LiveOffice/office"), "dotnet", Path.Combine(AppContext.BaseDirectory, "traffic.dll")]);

        Assert.Contains("Facebook,Accounts,1,1", told, StringComparison.Ordinal);
        Assert.Contains("mirror1: captured", told, StringComparison.Ordinal);
        Assert.Contains(" 0 lost, 0 failures", told, StringComparison.Ordinal);
    }
}
