using System.Globalization;
using BenchmarkDotNet.Running;
using TrafficClassifier.Bench.Capture;
using TrafficClassifier.Bench.Capture.Live;
using TrafficClassifier.Bench.Logs;
using TrafficClassifier.Bench.Storage;
using TrafficClassifier.Bench.Usage;

namespace TrafficClassifier.Bench;

/// <summary>
/// <c>warm FILE [--limit PATH] [--passes N] [--cpu N]</c>: the whole pipeline over a file until it is warm, in turn with the C baseline.
/// <c>prefilter FILE</c>: what each filter in the kernel passes of a capture, and what it costs (eBPF needs root).
/// <c>logs [LINES [PASSES]]</c>: lines of logs against ReadLine and Split, and against jq.
/// <c>fill FOLDER STAFF DAYS</c>: a store to ask (see bench/ask).
/// <c>sets</c>: memory and encoded size of sets of people. <c>filter</c>: the classic prefilter as text.
/// <c>ring INTERFACE</c>, <c>pipeline INTERFACE</c>: live (see bench/live). Anything else goes to BenchmarkDotNet (<c>--filter *Wire* --job short</c>).
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["warm", .. var rest]:
                return WarmCommand.Run(rest);
            case ["filter", .. var rest]:
                return FilterCommand.Run(rest);
            case ["ring" or "pipeline", ..]:
                return LiveCommand.Run(arguments);
            case ["logs", .. var rest]:
                return LogsCommand.Run(rest);
            case ["fill", var folder, var staff, var days]:
                return FillCommand.Run(folder, int.Parse(staff, CultureInfo.InvariantCulture), int.Parse(days, CultureInfo.InvariantCulture));
            case ["sets"]:
                SubjectSetSizes.Print();
                return 0;
            case ["prefilter", var file]:
                return PrefilterCost.Run(file);
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
                return 0;
        }
    }
}
