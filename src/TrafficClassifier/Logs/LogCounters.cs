namespace TrafficClassifier.Logs;

/// <summary>What became of the lines of one log: they are the sum of their outcomes.</summary>
public sealed class LogCounters
{
    private readonly long[] _outcomes = new long[(int)LineOutcome.Foreign];

    /// <summary>All lines; of dnstap, all frames.</summary>
    public long Lines => this[LineOutcome.Record] + this[LineOutcome.NotOfInterest] + this[LineOutcome.Comment] + this[LineOutcome.Malformed] + this[LineOutcome.TooLong];

    public long this[LineOutcome outcome] => _outcomes[(int)outcome];

    /// <summary>Look-ups, answers and connections that lines told of.</summary>
    public long Sightings { get; internal set; }

    /// <summary>Leases and sessions that lines told of.</summary>
    public long Bindings { get; internal set; }

    /// <summary>Times that the lines became those of another format.</summary>
    public long FormatChanges { get; internal set; }

    internal void Count(LineOutcome outcome) => _outcomes[(int)outcome]++;
}
