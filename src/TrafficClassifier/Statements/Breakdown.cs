namespace TrafficClassifier.Statements;

/// <summary>What the rows of a statement are broken down by.</summary>
[Flags]
public enum Breakdown : byte
{
    None = 0,
    Department = 1,
    Site = 2,
    Category = 4,
    Day = 8,
    Hour = 16,
}
