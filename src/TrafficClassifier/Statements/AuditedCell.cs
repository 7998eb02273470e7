namespace TrafficClassifier.Statements;

/// <summary>A cell as <see cref="Suppression"/> weighs it.</summary>
/// <param name="Count">What it is.</param>
/// <param name="IsHidden">Whether readers see it.</param>
/// <param name="Possible">What readers can think it is by itself: they know the headcounts and the rule.</param>
internal readonly record struct AuditedCell(int Count, bool IsHidden, Ranges Possible);
