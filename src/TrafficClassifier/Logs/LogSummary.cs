namespace TrafficClassifier.Logs;

/// <summary>What one log gave.</summary>
/// <param name="Input">The path as given, or "-".</param>
/// <param name="Format">Of its last lines, for a person.</param>
/// <param name="Counters">Its lines by outcome, and what they told.</param>
/// <param name="FirstBad">The first lines that could not be read.</param>
public sealed record LogSummary(string Input, string Format, LogCounters Counters, IReadOnlyList<BadLine> FirstBad)
{
    /// <summary>Lines that could not be read.</summary>
    public long BadLines => Counters[LineOutcome.Malformed] + Counters[LineOutcome.TooLong];

    public static LogSummary Of(LogReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new LogSummary(reader.Input, reader.FormatName, reader.Counters, reader.BadLines);
    }

    /// <summary>The first bad lines, how many more there are, and whether the format changed.</summary>
    public void WriteBadLines(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var bad in FirstBad)
        {
            output.WriteLine($"{Input}: line {bad.Number}: {bad.Reason}");
        }
        if (BadLines > FirstBad.Count)
        {
            output.WriteLine($"{Input}: {BadLines - FirstBad.Count} more of {Counters.Lines} lines could not be read");
        }
        if (Counters.FormatChanges > 0)
        {
            output.WriteLine($"{Input}: the format of the lines changed {Counters.FormatChanges} times");
        }
    }
}
