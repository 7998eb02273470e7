namespace TrafficClassifier.Logs;

/// <summary>What became of a line, and why it could not be read.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">One line for a person, where it is malformed.</param>
public readonly record struct LineStatus(LineOutcome Outcome, string? Reason = null)
{
    public static LineStatus Record => new(LineOutcome.Record);

    public static LineStatus NotOfInterest => new(LineOutcome.NotOfInterest);

    public static LineStatus Comment => new(LineOutcome.Comment);

    public static LineStatus Foreign => new(LineOutcome.Foreign);

    public static LineStatus TooLong => new(LineOutcome.TooLong);

    public static LineStatus Malformed(string reason) => new(LineOutcome.Malformed, reason);
}
