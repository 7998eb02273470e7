using System.Globalization;
using TrafficClassifier.FrameFuzz;
using TrafficClassifier.Sightings;

// FrameFuzz FRAMES SEED CAPTURE...: spoils the frames of captures and sends them through the whole pipeline.
// FrameFuzz flood FRAMES: frames that never end, of each kind in turn, and what they make the pipeline hold.
// Exit status 0: every law held; 1: one was broken, or a frame took longer than 20 seconds, or memory passed its ceiling.
if (args is ["flood", var count] && long.TryParse(count, CultureInfo.InvariantCulture, out var flood))
{
    var isBounded = true;
    foreach (var kind in Enum.GetValues<FloodKind>())
    {
        isBounded &= Flood.Run(kind, flood);
    }
    return isBounded ? 0 : 1;
}
if (args.Length < 3 || !long.TryParse(args[0], CultureInfo.InvariantCulture, out var frames) || !int.TryParse(args[1], CultureInfo.InvariantCulture, out var seed))
{
    Console.Error.WriteLine("usage: FrameFuzz FRAMES SEED CAPTURE... | FrameFuzz flood FRAMES");
    return 2;
}
const int LongestFrameSeconds = 20;
const long MostBytes = 1L << 30;
var captures = SampleCaptures.Load(args[2..]);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{captures.Count} captures, {captures.Sum(capture => capture.Length)} frames to spoil, seed {seed}"));
if (captures.Count == 0)
{
    Console.Error.WriteLine("no captures there");
    return 2;
}
var samples = GC.GetTotalMemory(forceFullCollection: true);
using var run = new FuzzRun(captures, seed);
using var watchdog = new Timer(Watch, -1L, TimeSpan.FromSeconds(LongestFrameSeconds), TimeSpan.FromSeconds(LongestFrameSeconds));
try
{
    run.Send(frames);
}
catch (InvalidOperationException broken)
{
    Console.Error.WriteLine(broken);
    return 1;
}
foreach (var outcome in Enum.GetValues<FrameOutcome>())
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome,14} {run.Outcomes[(int)outcome],12:N0}"));
}
var held = GC.GetTotalMemory(forceFullCollection: true) - samples;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{run.Sent:N0} frames, {run.Events:N0} events, {run.Evictions:N0} evictions, {held >> 20} MiB held, digest {run.Digest:x16}"));
return held < MostBytes ? 0 : 1;

void Watch(object? state)
{
    var sent = run.Sent;
    if (sent == Interlocked.Exchange(ref lastSent, sent) && sent < frames)
    {
        Console.Error.WriteLine($"frame {sent + 1} hangs");
        Environment.Exit(1);
    }
}

internal static partial class Program
{
    private static long lastSent = -1;
}
