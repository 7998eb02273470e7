using System.Diagnostics;

namespace TrafficClassifier.Server.Running;

/// <summary>Notices that the clock was set, against one that only goes forward.</summary>
internal sealed class ClockWatch
{
    /// <summary>Slewing (adjtime) is slower than this within a second.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _clock;
    private DateTimeOffset _wall;
    private long _steady;

    public ClockWatch(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        (_wall, _steady) = (_clock.GetUtcNow(), _clock.GetTimestamp());
    }

    public long Steps { get; private set; }

    /// <summary>Of the last step; forward is positive.</summary>
    public TimeSpan LastStep { get; private set; }

    /// <summary>Call it about once a second.</summary>
    /// <returns>Whether the clock was set since the last call.</returns>
    public bool Look()
    {
        var (wall, steady) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var step = wall - _wall - _clock.GetElapsedTime(_steady, steady);
        (_wall, _steady) = (wall, steady);
        if (step.Duration() < _tolerance)
        {
            return false;
        }
        Steps++;
        LastStep = step;
        return true;
    }
}
