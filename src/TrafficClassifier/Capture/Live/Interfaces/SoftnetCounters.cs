using System.Globalization;

namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>
/// Frames that the kernel dropped between driver and protocols, of all interfaces together, since this was made (net/core/net-procfs.c,
/// softnet_seq_show: a line a processor, hexadecimal: processed, dropped, squeezed, …). Read now and then: the kernel's numbers have 32 bits.
/// </summary>
public sealed class SoftnetCounters
{
    private const int DroppedColumn = 1, SqueezedColumn = 2, ProcessorColumn = 12;

    private readonly string _path;
    private readonly Dictionary<uint, (uint Dropped, uint Squeezed)> _last = [];
    private bool _hasStarted;

    public SoftnetCounters()
        : this("/proc/net/softnet_stat")
    {
    }

    internal SoftnetCounters(string path)
    {
        _path = path;
        Read();
    }

    /// <summary>The backlog of a processor was full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Times a processor had to leave frames for later: near its limit, nothing lost yet.</summary>
    public long Squeezed { get; private set; }

    /// <summary>Adds what came since the last call. Where the kernel tells nothing, nothing is added.</summary>
    public void Read()
    {
        var lines = KernelText.ReadLines(_path);
        for (var i = 0; i < lines.Length; i++)
        {
            var fields = lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!TryField(fields, DroppedColumn, out var dropped) || !TryField(fields, SqueezedColumn, out var squeezed))
            {
                continue;
            }
            // Processors come and go; kernels before 5.10 do not say which one a line is of.
            var processor = TryField(fields, ProcessorColumn, out var number) ? number : (uint)i;
            if (_last.TryGetValue(processor, out var last))
            {
                Dropped += unchecked(dropped - last.Dropped);
                Squeezed += unchecked(squeezed - last.Squeezed);
            }
            else if (_hasStarted)
            {
                Dropped += dropped;
                Squeezed += squeezed;
            }
            _last[processor] = (dropped, squeezed);
        }
        _hasStarted = true;
    }

    private static bool TryField(string[] fields, int column, out uint number)
    {
        number = 0;
        return column < fields.Length && uint.TryParse(fields[column], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
