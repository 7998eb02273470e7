namespace TrafficClassifier.Identity;

/// <summary>The most that is known of who it was. The values are stored.</summary>
public enum SubjectKind : byte
{
    /// <summary>A person of the directory.</summary>
    Staff = 0,

    /// <summary>A device with a lease but no person.</summary>
    Device = 1,

    /// <summary>An address without a lease.</summary>
    Address = 2,

    /// <summary>A terminal for everybody, an address with many behind it: never a person, and never stored.</summary>
    Shared = 3,
}
