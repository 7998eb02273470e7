using System.Diagnostics;

namespace TrafficClassifier.Tests.Requirements;

/// <summary>What some tests need beside the repository.</summary>
internal static class Requirement
{
    public static bool IsContinuousIntegration => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Why a test cannot run, in one line; null when all is there.</summary>
    public static string? FirstMissing(IEnumerable<string> needs)
    {
        var missing = needs.FirstOrDefault(need => !IsThere(need));
        return missing is null ? null : $"{missing} is not here (with CI=true this is a failure)";
    }

    /// <summary>eBPF may be loaded: all rights, or CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN (linux/capability.h: 39, 38, 12).</summary>
    private static bool IsPrivileged
    {
        get
        {
            const ulong all = (1ul << 39) | (1ul << 38) | (1ul << 12);
            var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal)) : null;
            return line is not null && (Convert.ToUInt64(line[7..].Trim(), 16) & all) == all;
        }
    }

    /// <summary>The full path of a program; null when it is not on the path.</summary>
    public static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, bytes in and text out; fails the test when the program fails.</summary>
    public static string Run(string program, IEnumerable<string> arguments, byte[]? input = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input ?? []);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {error.Result}");
        return output.Result;
    }

    private static bool IsThere(string need) =>
        need == "CAP_BPF" ? IsPrivileged : need.Contains('/') ? Path.Exists(Path.Combine(Repository.Root, need)) : FindProgram(need) is not null;
}
