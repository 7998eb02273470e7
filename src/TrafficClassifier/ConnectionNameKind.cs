namespace TrafficClassifier;

/// <summary>Whether it is known where a connection went.</summary>
internal enum ConnectionNameKind : byte
{
    Named,

    /// <summary>It carried no name, and its client was told none.</summary>
    Unnamed,

    /// <summary>Its name is behind a cover, and its client was told none.</summary>
    Hidden,

    /// <summary>Its client was told several that are not one site.</summary>
    Ambiguous,
}
