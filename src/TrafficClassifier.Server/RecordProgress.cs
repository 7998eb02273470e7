using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Recording;

namespace TrafficClassifier.Server;

/// <summary>One line on standard error, once a second: frames, bytes and drops of the last one. Nothing when it is no terminal.</summary>
internal sealed class RecordProgress(Terminal terminal)
{
    private long _time = Stopwatch.GetTimestamp();
    private long _frames;
    private long _bytes;
    private long _dropped;
    private bool _isShown;

    public void Show(RecorderState state, in EngineCounters counters)
    {
        var now = Stopwatch.GetTimestamp();
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_time, now).TotalSeconds, 0.001);
        var frames = state.Recorded + state.Unrecorded;
        if (terminal.IsInteractive)
        {
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r\e[K{(frames - _frames) / seconds:#,0} frames/s, {(state.Bytes - _bytes) / seconds / 1e6:0.0} MB/s, {(counters.Dropped - _dropped) / seconds:#,0} dropped/s; {frames:#,0} frames in {state.FilesDone + (state.File is null ? 0 : 1)} files"));
            _isShown = true;
        }
        (_time, _frames, _bytes, _dropped) = (now, frames, state.Bytes, counters.Dropped);
    }

    public void Clear()
    {
        if (_isShown)
        {
            terminal.Error.Write("\r\e[K");
        }
    }
}
