using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TrafficClassifier.Bench;

/// <summary>The C baseline of the race track, mode f. It reads its sites.txt beside itself and prints its own CPU time.</summary>
internal sealed partial class Limit(string program, string capture)
{
    private readonly string _program = Path.GetFullPath(program);

    /// <summary>What the last run printed that it found.</summary>
    public string Found { get; private set; } = "";

    /// <returns>CPU nanoseconds a frame.</returns>
    public double Run()
    {
        var start = new ProcessStartInfo(_program, ["f", "read", capture, "block=262144"])
        {
            WorkingDirectory = Path.GetDirectoryName(_program)!,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var match = Figures().Match(output);
        if (!match.Success)
        {
            throw new InvalidDataException($"{_program}: not understood: {output}");
        }
        Found = $"frames {match.Groups["frames"].Value} {match.Groups["found"].Value}";
        return double.Parse(match.Groups["cpu"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"pk (?<frames>\d+) .*cpu [\d.]+ s (?<cpu>[\d.]+) ns/pk .*\| (?<found>sni .*distinct \d+)")]
    private static partial Regex Figures();
}
