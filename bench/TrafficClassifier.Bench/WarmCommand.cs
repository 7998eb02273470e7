using System.Globalization;

namespace TrafficClassifier.Bench;

/// <summary>
/// What a daemon pays: passes of the whole pipeline over one file in one process pinned to one processor, each in turn with a run of the C
/// baseline. Warm-up ends when three passes in a row are not faster (by 1 %) than the best before them; only the passes after that count.
/// </summary>
internal static class WarmCommand
{
    private const int FewestWarmUps = 6, MostWarmUps = 40, InARow = 3;

    public static int Run(string[] arguments)
    {
        if (arguments.Length == 0 || arguments[0].StartsWith('-') || arguments.Length % 2 == 0)
        {
            Console.Error.WriteLine("usage: warm FILE [--limit PATH-OF-C-BASELINE] [--passes N] [--cpu N]");
            return 2;
        }
        var options = arguments.Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var path = Path.GetFullPath(arguments[0]);
        var limit = options.TryGetValue("--limit", out var program) ? new Limit(program, path) : null;
        var passes = int.Parse(options.GetValueOrDefault("--passes", "7"), CultureInfo.InvariantCulture);
        Processor.Pin(int.Parse(options.GetValueOrDefault("--cpu", "0"), CultureInfo.InvariantCulture));

        var warmUps = WarmUp(path, limit);
        List<(WarmPass Pass, double Limit)> counted = [];
        for (var i = 0; i < passes; i++)
        {
            counted.Add((Show("warm", WarmPass.Run(path), limit, out var baseline), baseline));
        }
        Summarise(warmUps, counted, limit);
        return 0;
    }

    private static List<WarmPass> WarmUp(string path, Limit? limit)
    {
        List<WarmPass> done = [];
        while (done.Count < MostWarmUps)
        {
            done.Add(Show("warm-up", WarmPass.Run(path), limit, out _));
            if (done.Count >= FewestWarmUps
                && done.TakeLast(InARow).Min(pass => pass.Nanoseconds) > 0.99 * done.SkipLast(InARow).Min(pass => pass.Nanoseconds))
            {
                break;
            }
        }
        return done;
    }

    private static WarmPass Show(string what, WarmPass pass, Limit? limit, out double baseline)
    {
        baseline = limit?.Run() ?? double.NaN;
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-8} {pass.Nanoseconds,7:0.0} ns/frame   f {baseline,7:0.0}   ratio {pass.Nanoseconds / baseline,5:0.00}   allocated B/frame: pass {pass.AllocatedPerFrame:0.000}, second half {pass.AllocatedLate:0.00000} ({pass.AllocatedLateBytes} B)"));
        return pass;
    }

    private static void Summarise(List<WarmPass> warmUps, List<(WarmPass Pass, double Limit)> counted, Limit? limit)
    {
        var nanoseconds = counted.Select(pair => pair.Pass.Nanoseconds).Order().ToArray();
        var ratios = counted.Select(pair => pair.Pass.Nanoseconds / pair.Limit).Order().ToArray();
        var last = counted[^1].Pass;
        Console.WriteLine();
        Console.WriteLine(FormattableString.Invariant($"first pass {warmUps[0].Nanoseconds:0.0} ns/frame, {warmUps.Count} passes of warm-up"));
        Console.WriteLine(FormattableString.Invariant($"warm: median {Median(nanoseconds):0.0} ns/frame ({nanoseconds[0]:0.0}-{nanoseconds[^1]:0.0})"));
        if (limit is not null)
        {
            Console.WriteLine(FormattableString.Invariant($"ratio to f: median {Median(ratios):0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00})"));
        }
        Console.WriteLine(FormattableString.Invariant(
            $"allocated in a pass {last.AllocatedPerFrame:0.000} B/frame, start of tables and statement included; second half {last.AllocatedLate:0.00000} B/frame"));
        Console.WriteLine($"traffic found: {last.Found}");
        if (limit is not null)
        {
            Console.WriteLine($"f found:       {limit.Found}");
        }
    }

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
