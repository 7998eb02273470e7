using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;

namespace TrafficClassifier.FrameFuzz;

/// <summary>Floods a pipeline with frames of one kind, a hundred thousand a second of the frames' time, and tells what it held in the end.</summary>
internal static class Flood
{
    private const long NanosecondsApart = 10_000;

    /// <summary>Nothing may hold more, whatever comes.</summary>
    private const long MostBytes = 200L << 20;

    /// <returns>Whether memory kept its ceiling.</returns>
    public static bool Run(FloodKind kind, long frames)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var pipeline = new Pipeline(CatalogFile.Load([]), new Statements.Calendar(TimeZoneInfo.Utc), null, new PipelineOptions());
        var frame = new FloodFrame(kind);
        long half = 0;
        var watch = Stopwatch.StartNew();
        for (long i = 0; i < frames; i++)
        {
            pipeline.Process(new CapturedFrame(frame.Number((uint)i), new Instant(1_262_563_200_000_000_000 + (i * NanosecondsApart)), LinkType.Ethernet, i + 1));
            half = i == frames / 2 ? GC.GetTotalMemory(forceFullCollection: true) - before : half;
        }
        var nanoseconds = watch.Elapsed.TotalNanoseconds / frames;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind,-10} {frames,12:N0} frames  {pipeline.Evictions,12:N0} evictions  {half >> 20,4} MiB held half-way  {held >> 20,4} MiB in the end  {nanoseconds,6:N0} ns a frame"));
        GC.KeepAlive(pipeline);
        return held < MostBytes;
    }
}
