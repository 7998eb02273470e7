using TrafficClassifier.Logs;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Statements;

/// <summary>How complete the numbers of a window are.</summary>
public sealed record WindowCoverage
{
    /// <summary>Sums over the buckets of the window.</summary>
    public required Coverage Figures { get; init; }

    /// <summary>Minutes of the window.</summary>
    public long Minutes { get; init; }

    /// <summary>Minutes of the window in which at least one frame, or one record of a log, was received.</summary>
    public long MinutesSeen { get; init; }

    /// <summary>Minutes of the window that are open now, or were when the counting process was killed: up to a second of each is missing.</summary>
    public long MinutesUnclosed { get; init; }

    /// <summary>Entries that bounded tables had to give up over the whole input: with 0 the same input gives the same numbers.</summary>
    public long Evictions { get; init; }

    /// <summary>Captures, lines of logs, leases and the directory of the whole input that could not be used.</summary>
    public long InputErrors { get; init; }

    /// <summary>What each log of the whole input gave.</summary>
    public IReadOnlyList<LogSummary> Logs { get; init; } = [];
}
