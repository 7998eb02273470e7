namespace TrafficClassifier.Sightings;

/// <summary>How far a message of accounting is believed.</summary>
public enum AccountingTrust : byte
{
    /// <summary>Believed, for want of the secret to check it with.</summary>
    Unverified,

    /// <summary>Made with the secret.</summary>
    Verified,

    /// <summary>Made without the secret: not believed.</summary>
    Forged,
}
