using TrafficClassifier.Usage;

namespace TrafficClassifier.Statements;

/// <summary>A number with its denominator, percentage, window, calendar, coverage and bounds.</summary>
public sealed record Statement
{
    public required Unit Unit { get; init; }

    /// <summary>The site asked for; null for a category or for all sites.</summary>
    public string? Site { get; init; }

    public string? Category { get; init; }

    /// <summary>First and last local date; null when nothing was seen and nothing asked.</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Dates of the window that the calendar counts.</summary>
    public int CountedDays { get; init; }

    public required Calendar Calendar { get; init; }

    /// <summary>On at least one counted day.</summary>
    public StatementCell Total { get; init; }

    /// <summary>Seen and attributed.</summary>
    public int AtLeast => Total.Count;

    /// <summary>The smaller of headcount and (seen + every other with a hidden, unnamed or ambiguous connection + unattributed that visited).</summary>
    public int AtMost { get; init; }

    public required WindowCoverage Coverage { get; init; }

    public IReadOnlyList<StatementRow> Rows { get; init; } = [];
}
