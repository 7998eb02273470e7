using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Bench.Capture.Live;

/// <summary>Writes the classic prefilter, a line <c>code jt jf k</c> for each instruction, for the C ring of <c>bench/live</c>.</summary>
internal static class FilterCommand
{
    public static int Run(string[] arguments)
    {
        if (!TunnelPolicy.TryParse(arguments is [var text] ? text : "none", out var tunnels))
        {
            Console.Error.WriteLine("usage: filter [any|none|NETWORK,…]");
            return 2;
        }
        using var filter = ClassicFilter.Default(tunnels);
        foreach (var instruction in filter.Program)
        {
            Console.WriteLine(FormattableString.Invariant($"{instruction.Code} {instruction.JumpTrue} {instruction.JumpFalse} {instruction.Value}"));
        }
        return 0;
    }
}
