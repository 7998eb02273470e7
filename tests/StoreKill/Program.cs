using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.StoreKill;

/// <summary>
/// Counts a made-up stream into a store, to be killed: <c>StoreKill DIR EVENTS</c> goes on from the position that is in the store;
/// <c>StoreKill DIR EVENTS BALLAST</c> does so in a small file system of its own that is full, then read-only, then has room again.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        var (folder, events) = (arguments[0], long.Parse(arguments[1], CultureInfo.InvariantCulture));
        if (arguments.Length == 2)
        {
            new Ingest(folder, events).Run();
            return 0;
        }
        return Fill(folder, events, arguments[2]);
    }

    private static int Fill(string folder, long events, string ballast)
    {
        var ingest = new Ingest(folder, events) { Options = new RecorderOptions { Retry = TimeSpan.FromMilliseconds(20) } };
        ingest.Every = 2000;
        List<string> faults = [];
        var step = 0;
        ingest.Watch = counters =>
        {
            if (counters.Fault is { } fault)
            {
                faults.Add(fault);
                if (step == 0)
                {
                    step = 1;
                    File.Delete(ballast);
                }
                else if (step == 3)
                {
                    step = 4;
                    Mount(ballast, "rw");
                }
            }
            else if (step is 1 or 2)
            {
                step++;
                if (step == 3)
                {
                    Mount(ballast, "ro");
                }
            }
        };
        ingest.Run();
        var end = ingest.Counters;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step} failures {end.Failures > 0} lost {end.Lost} waiting {end.Waiting} fault {end.Fault ?? "none"}"));
        foreach (var fault in faults.Select(fault => fault[(fault.LastIndexOf('/') + 1)..]).Distinct())
        {
            Console.WriteLine(fault);
        }
        return 0;
    }

    private static void Mount(string ballast, string mode)
    {
        using var mount = Process.Start("mount", ["-o", "remount," + mode, Path.GetDirectoryName(ballast)!]);
        mount.WaitForExit();
    }
}
