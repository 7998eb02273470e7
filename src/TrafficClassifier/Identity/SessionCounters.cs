namespace TrafficClassifier.Identity;

/// <summary>What the table of sessions did, since the start.</summary>
public sealed class SessionCounters
{
    public long Starts { get; internal set; }

    /// <summary>Records that told no more than that a session goes on.</summary>
    public long Continued { get; internal set; }

    public long Stops { get; internal set; }

    /// <summary>Stops of sessions that were not known.</summary>
    public long StopsWithoutSession { get; internal set; }

    /// <summary>Sessions that ended without a Stop: their server began anew, or gave their address to another.</summary>
    public long Concluded { get; internal set; }

    /// <summary>Records that name nobody, or came after their session's Stop.</summary>
    public long Ignored { get; internal set; }

    /// <summary>Sessions and bindings that made way because a table was full.</summary>
    public long Evictions { get; internal set; }
}
