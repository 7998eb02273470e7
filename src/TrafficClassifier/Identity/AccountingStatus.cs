namespace TrafficClassifier.Identity;

/// <summary>Acct-Status-Type (RFC 2866 5.1); the values are those of the wire, others tell nothing of a session.</summary>
public enum AccountingStatus : byte
{
    Start = 1,
    Stop = 2,
    Interim = 3,

    /// <summary>The access server starts: what it had is over.</summary>
    On = 7,

    /// <summary>The access server goes down.</summary>
    Off = 8,
}
