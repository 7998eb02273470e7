using System.Globalization;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Output;

/// <summary>The state of the daemon for people.</summary>
internal static class StatusText
{
    public static string? Of(EngineKind? kind) => kind?.ToString().ToLowerInvariant();

    public static string? Of(PrefilterKind? kind) => kind switch
    {
        PrefilterKind.Extended => "ebpf",
        PrefilterKind.Automatic => "auto",
        _ => kind?.ToString().ToLowerInvariant(),
    };

    /// <summary>For people.</summary>
    public static string Of(SensorProblem problem) => Key(problem).Replace('_', ' ');

    /// <summary>For machines.</summary>
    public static string Key(SensorProblem problem) => problem switch
    {
        SensorProblem.NotCapturing => "not_capturing",
        SensorProblem.Dropping => "dropping",
        SensorProblem.NoLeases => "no_leases",
        SensorProblem.ClockJumped => "clock_jumped",
        SensorProblem.DiskNearlyFull => "disk_nearly_full",
        SensorProblem.StoreFailing => "store_failing",
        SensorProblem.DirectoryStale => "directory_stale",
        _ => "inputs_refused",
    };

    public static string Of(EngineCondition condition) => condition.ToString().ToLowerInvariant();

    public static void Write(SensorStatus status, TextWriter output)
    {
        output.WriteLine($"{status.Name}, {status.Now.LocalDateTime:yyyy-MM-dd HH:mm:ss}, running for {Span(status.Now - status.Started)}, {N(status.MemoryBytes >> 20)} MiB");
        var table = new TextTable("interface", "condition", "engine", "prefilter", ">workers", ">received", ">kept away", ">dropped", ">before ring", ">freezes", ">not captured", ">restarts");
        foreach (var line in status.Interfaces)
        {
            table.Add(line.Name, Of(line.State.Condition), Of(line.Engine?.Kind) ?? "", Of(line.Prefilter?.Kind) ?? "", N(line.Workers), N(line.Received), N(line.Loss.KeptAway),
                N(line.Loss.InRing), N(line.Loss.BeforeRing), N(line.Loss.Freezes), $"{N(line.Loss.SecondsNotCaptured)} s", N(line.Restarts));
        }
        table.Write(output);
        foreach (var line in status.Interfaces.Where(line => line.State.LastFault is not null))
        {
            output.WriteLine($"  {line.Name}: {N(line.Faults)} frames could not be handled: {line.State.LastFault}");
        }
        foreach (var (problem, since, text) in status.Problems)
        {
            output.WriteLine($"  problem  {Of(problem)} since {since.LocalDateTime:yyyy-MM-dd HH:mm:ss}: {text}");
        }
        output.WriteLine($"  frames   {string.Join(", ", status.Outcomes.Where(pair => pair.Frames > 0).Select(pair => $"{N(pair.Frames)} {StatementText.Of(pair.Outcome).Replace('_', ' ')}"))}");
        output.WriteLine($"  figures  {string.Join(", ", status.Figures.Where(pair => pair.Value > 0).Select(pair => $"{N(pair.Value)} {pair.Name.Replace('_', ' ')}"))}");
        if (status.Softnet.Dropped + status.Softnet.Squeezed > 0)
        {
            output.WriteLine($"  kernel   {N(status.Softnet.Dropped)} dropped of all interfaces, {N(status.Softnet.Squeezed)} times squeezed");
        }
        if (status.Store is { } store)
        {
            output.WriteLine($"  store    {N(store.Buckets)} minutes in {N(store.Batches)} transactions, {N(store.Waiting)} waiting, {N(store.Lost)} lost, {N(store.Failures)} failures{(store.Fault is { } fault ? $": {fault}" : "")}");
        }
        output.WriteLine($"  clock    {N(status.Clock.Steps)} steps; the longest wait from wire to count in the last second {status.Lag.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
    }

    private static string Span(TimeSpan span) => span.ToString(span.TotalDays >= 1 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
