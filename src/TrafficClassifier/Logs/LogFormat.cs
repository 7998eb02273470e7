namespace TrafficClassifier.Logs;

/// <summary>
/// Reads the lines of one format. An instance belongs to one input: headers, years and the like are remembered from line to line. No
/// line, however broken, is an exception.
/// </summary>
public abstract class LogFormat
{
    /// <summary>For a person: "squid", "zeek".</summary>
    public abstract string Name { get; }

    /// <summary>Lines that anything could look like say nothing of the file's format until one of them tells something.</summary>
    internal virtual bool IsCertain => true;

    /// <param name="line">Without its end.</param>
    /// <param name="handler">Takes what the line tells, in its order.</param>
    public abstract LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler);
}
