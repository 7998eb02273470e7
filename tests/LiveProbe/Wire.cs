using System.Diagnostics;
using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.LiveProbe;

/// <summary>Two interfaces with a wire between them: what is sent on <see cref="Far"/> comes in on <see cref="Near"/>.</summary>
internal sealed class Wire : IDisposable
{
    public const string Near = "near0", Far = "far0";

    private Wire()
    {
    }

    /// <summary>Without IPv6 nothing is on a wire but what was put there.</summary>
    public static void PrepareNamespace()
    {
        if (File.Exists("/proc/sys/net/ipv6/conf/all/disable_ipv6"))
        {
            File.WriteAllText("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
            File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
        }
        Ip("link set lo up");
    }

    public static Wire Make()
    {
        Ip($"link add {Near} mtu 65535 type veth peer name {Far} mtu 65535");
        Ip($"link set {Near} up arp off");
        Ip($"link set {Far} up arp off");
        // The kernel tells of a carrier up to a second after it is there, where there is much to tell.
        Bench.WaitUntil(() => InterfaceLink.Find(Near) is { IsRunning: true }, "running");
        return new Wire();
    }

    public static void Ip(string arguments)
    {
        var error = TryIp(arguments);
        if (error is not null)
        {
            throw new CheckFailedException($"ip {arguments}: {error}");
        }
    }

    public void Dispose() => _ = TryIp($"link del {Far}");

    private static string? TryIp(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
