using System.Collections.Concurrent;
using System.Diagnostics;

namespace TrafficClassifier.Tests.Capture.Live;

/// <summary>The conformance suite of capture engines, run once for an engine in a network namespace of its own, which takes no rights.</summary>
internal static class LiveProbeRun
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, string>>> _runs = new();

    /// <summary>"ok NAME", or "failed NAME: why", of each check.</summary>
    public static string ResultOf(string engine, string check) =>
        _runs.GetOrAdd(engine, name => new(() => Run(name))).Value.GetValueOrDefault(check, $"no line about {check}");

    private static Dictionary<string, string> Run(string engine)
    {
        var probe = Path.Combine(AppContext.BaseDirectory, "LiveProbe.dll");
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-rn", "dotnet", probe, engine]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 1, $"LiveProbe {engine} ended with {process.ExitCode}: {error.Result}");
        return lines.ToDictionary(line => line.Split(' ')[1].TrimEnd(':'));
    }
}
