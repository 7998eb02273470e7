namespace TrafficClassifier.Identity;

/// <summary>A department, by position in the staff directory.</summary>
public readonly record struct DepartmentId(int Value)
{
    public static readonly DepartmentId None = new(-1);
}
