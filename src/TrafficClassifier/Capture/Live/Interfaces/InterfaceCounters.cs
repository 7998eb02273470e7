using System.Globalization;

namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>What an interface counted since it was made (Documentation/networking/statistics.rst). Drops hide here that no socket knows of.</summary>
/// <param name="Received">Good frames, before GRO joins them and before any filter.</param>
/// <param name="Dropped">By the driver or the kernel before a protocol saw them; some cards count <paramref name="Missed"/> in it.</param>
/// <param name="Missed">By the card, for want of buffers.</param>
/// <param name="Overruns">Of the card's queue.</param>
/// <param name="Errors">Broken frames.</param>
public readonly record struct InterfaceCounters(long Received, long Dropped, long Missed, long Overruns, long Errors)
{
    private const string SystemFolder = "/sys/class/net", DeviceTable = "/proc/self/net/dev";

    /// <summary>Lost before the ring. The same frame may be in several of the kernel's counters, so the greatest is taken, not the sum.</summary>
    public long Lost => Math.Max(Dropped, Math.Max(Missed, Overruns));

    /// <returns>Null: the kernel tells nothing of that interface.</returns>
    public static InterfaceCounters? Read(string name) => Read(name, SystemFolder, DeviceTable);

    /// <param name="systemFolder">Of a container may lack the interface, or the files: the table of devices is asked then.</param>
    internal static InterfaceCounters? Read(string name, string systemFolder, string deviceTable)
    {
        var folder = Path.Combine(systemFolder, name, "statistics");
        return name.Contains('/') ? null
            : ReadNumber(folder, "rx_packets") is { } received
                ? new InterfaceCounters(
                    received,
                    ReadNumber(folder, "rx_dropped") ?? 0,
                    ReadNumber(folder, "rx_missed_errors") ?? 0,
                    Math.Max(ReadNumber(folder, "rx_fifo_errors") ?? 0, ReadNumber(folder, "rx_over_errors") ?? 0),
                    ReadNumber(folder, "rx_errors") ?? 0)
                : ReadTable(name, deviceTable);
    }

    /// <summary>What was added; an interface that was made anew began at 0.</summary>
    public InterfaceCounters Since(in InterfaceCounters earlier) => Received < earlier.Received
        ? this
        : new InterfaceCounters(
            Received - earlier.Received,
            Math.Max(0, Dropped - earlier.Dropped),
            Math.Max(0, Missed - earlier.Missed),
            Math.Max(0, Overruns - earlier.Overruns),
            Math.Max(0, Errors - earlier.Errors));

    /// <summary>Frames that the socket's filter kept away, over the same time; too few by what GRO joined.</summary>
    /// <param name="engines">Received by all engines of the interface.</param>
    public long KeptAway(long engines) => Math.Max(0, Received - engines);

    private static long? ReadNumber(string folder, string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Path.Combine(folder, file)), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line: name, colon, then bytes, packets, errs, drop (dropped and missed), fifo, frame, … received.</summary>
    private static InterfaceCounters? ReadTable(string name, string deviceTable)
    {
        foreach (var line in KernelText.ReadLines(deviceTable))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || line[..colon].Trim() != name)
            {
                continue;
            }
            var fields = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            long Field(int index) => index < fields.Length && long.TryParse(fields[index], CultureInfo.InvariantCulture, out var number) ? number : 0;
            return new InterfaceCounters(Field(1), Field(3), 0, Field(4), Field(2));
        }
        return null;
    }
}
