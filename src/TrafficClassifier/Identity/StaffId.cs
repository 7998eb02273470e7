namespace TrafficClassifier.Identity;

/// <summary>A person, by position in the staff directory.</summary>
public readonly record struct StaffId(int Value)
{
    public static readonly StaffId None = new(-1);

    /// <summary>Nobody in particular: of a device or an address that several people use.</summary>
    public static readonly StaffId Shared = new(-2);
}
