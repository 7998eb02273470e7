using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Ring;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Bench.Capture.Live;

/// <summary>
/// <c>ring INTERFACE [--no-filter]</c>: an engine whose frames are only touched. <c>pipeline INTERFACE [--no-filter] [--status FILE]</c>: the
/// pipeline behind it. Until SIGTERM; then one line of JSON.
/// </summary>
internal static class LiveCommand
{
    public static int Run(string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || arguments is not [var what, var name, ..])
        {
            Console.Error.WriteLine("usage: ring|pipeline INTERFACE [--no-filter] [--status FILE]");
            return 2;
        }
        using var filter = arguments.Contains("--no-filter") ? null : ClassicFilter.Default(TunnelPolicy.None);
        var options = new EngineOptions { Interface = name, Filter = filter };
        using var engine = PacketRing.Open(options);
        var status = Array.IndexOf(arguments, "--status") is >= 0 and var at ? arguments[at + 1] : null;
        var isOver = false;
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            Volatile.Write(ref isOver, true);
        });
        Console.Error.WriteLine("ready");
        return what == "ring" ? Touch(engine, ref isOver) : Classify(engine, status, ref isOver);
    }

    private static int Touch(PacketRing engine, ref bool isOver)
    {
        var toucher = new FrameToucher();
        while (!Volatile.Read(ref isOver))
        {
            engine.Receive(toucher, 250);
        }
        var counters = engine.ReadCounters();
        Console.WriteLine(FormattableString.Invariant(
            $"{{\"received\":{counters.Received},\"frames\":{toucher.Frames},\"dropped\":{counters.Dropped},\"freezes\":{counters.Freezes},\"sum\":{toucher.Sum & 0xffff}}}"));
        return 0;
    }

    private static int Classify(PacketRing engine, string? status, ref bool isOver)
    {
        var handler = new PipelineHandler();
        var isFirstTold = false;
        var lag = TimeSpan.Zero;
        var told = Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref isOver))
        {
            // The oldest frame of a block has waited longest: what came before this call, at the latest, is known after it.
            engine.Receive(handler, 250);
            if (!isFirstTold && handler.Classified > 0)
            {
                isFirstTold = true;
                Console.Error.WriteLine("classified");
            }
            var age = handler.OldestAge();
            lag = age > lag ? age : lag;
            if (status is not null && Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(1))
            {
                File.WriteAllText(status + ".new", Line(engine, handler, lag));
                File.Move(status + ".new", status, overwrite: true);
                told = Stopwatch.GetTimestamp();
                lag = TimeSpan.Zero;
            }
        }
        Console.WriteLine(Line(engine, handler, lag));
        return 0;
    }

    private static string Line(PacketRing engine, PipelineHandler handler, TimeSpan lag)
    {
        var counters = engine.ReadCounters();
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"received\":{counters.Received},\"frames\":{handler.Frames},\"dropped\":{counters.Dropped},\"freezes\":{counters.Freezes},\"classified\":{handler.Classified},\"duplicates\":{handler.Duplicates},\"connections\":{handler.Closed.Connections},\"sightings\":{handler.Closed.Sightings},\"evictions\":{handler.Evictions},\"allocated\":{GC.GetAllocatedBytesForCurrentThread()},\"lag\":{lag.TotalSeconds:0.0000}}}");
    }
}
