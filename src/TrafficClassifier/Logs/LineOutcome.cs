namespace TrafficClassifier.Logs;

/// <summary>What became of a line: each has exactly one outcome.</summary>
public enum LineOutcome : byte
{
    /// <summary>It told of something.</summary>
    Record,

    /// <summary>A whole line that tells of nothing that is counted.</summary>
    NotOfInterest,

    /// <summary>Empty, a comment or a header.</summary>
    Comment,

    /// <summary>It cannot be read.</summary>
    Malformed,

    /// <summary>Longer than <see cref="LogLines.LongestLine"/>.</summary>
    TooLong,

    /// <summary>Not of this format at all; what no other format takes either is malformed.</summary>
    Foreign,
}
