using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Logs;

namespace TrafficClassifier.Server;

/// <summary>One line on standard error while a person waits: bytes, frames a second, time left. Nothing when it is no terminal.</summary>
internal sealed class Progress(Terminal terminal, MergedInputs inputs)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _last;
    private bool _isShown;

    public void Show(long frames)
    {
        if (!terminal.IsInteractive)
        {
            return;
        }
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds < 250)
        {
            return;
        }
        _last = now;
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_start, now).TotalSeconds, 0.001);
        var (read, total) = (inputs.BytesRead, inputs.BytesTotal);
        var left = total > 0 && read > 0 ? $", {TimeSpan.FromSeconds(Math.Max(0, seconds * (total - read) / read)):mm\\:ss} left" : "";
        var of = total > 0 ? $" of {Mebibytes(total)}" : "";
        terminal.Error.Write($"\r\e[K{Mebibytes(read)}{of} MiB, {(frames / seconds / 1e6).ToString("0.00", CultureInfo.InvariantCulture)} million frames and records/s{left}");
        _isShown = true;
    }

    public void Clear()
    {
        if (_isShown)
        {
            terminal.Error.Write("\r\e[K");
        }
    }

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
