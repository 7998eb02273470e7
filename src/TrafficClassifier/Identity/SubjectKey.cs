namespace TrafficClassifier.Identity;

/// <summary>What makes a subject the same in every process: a person's id, a device's address or name, an address.</summary>
public readonly record struct SubjectKey(SubjectKind Kind, string Text);
