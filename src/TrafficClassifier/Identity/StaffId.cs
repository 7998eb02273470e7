namespace TrafficClassifier.Identity;

/// <summary>A person, by position in the staff directory.</summary>
public readonly record struct StaffId(int Value)
{
    public static readonly StaffId None = new(-1);
}
