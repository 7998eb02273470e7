namespace TrafficClassifier.Server.Access;

/// <summary>What somebody may ask; each may what those before it may.</summary>
internal enum Role : byte
{
    /// <summary>Aggregates: groups below k are suppressed, windows end on whole hours that are over.</summary>
    Viewer,

    /// <summary>Also exact counts as they grow, and the state of the sensor.</summary>
    Operator,

    /// <summary>Also names, with a reason.</summary>
    Officer,
}
