namespace TrafficClassifier.Identity;

/// <summary>A row of the directory without its device: a person is in a department on these local dates, both inclusive.</summary>
public readonly record struct DirectoryEntry(StaffId Staff, DepartmentId Department, DateOnly From, DateOnly To)
{
    public bool IsValidOn(DateOnly day) => From <= day && day <= To;
}
