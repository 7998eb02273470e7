using TrafficClassifier.Identity;

namespace TrafficClassifier.Statements;

/// <summary>A row of a statement; what it is not broken down by is null.</summary>
public readonly record struct RowKey(DepartmentId? Department, string? Site, string? Category, DateOnly? Day, int? Hour, Stretch? Stretch = null)
{
    /// <summary>The row's group for complementary suppression: everything but the department.</summary>
    public RowKey WithoutDepartment => this with { Department = null };
}
