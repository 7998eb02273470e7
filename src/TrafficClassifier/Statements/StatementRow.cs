namespace TrafficClassifier.Statements;

/// <summary>A row with its count.</summary>
public sealed record StatementRow(RowKey Key, string? Department, StatementCell Cell);
