namespace TrafficClassifier.Storage;

/// <summary>Who counted: an appliance, and one life of its process. A replay's life is named by what it reads, so that the same captures are the same source.</summary>
/// <param name="Appliance">Name of the machine, or <c>replay</c>.</param>
/// <param name="Incarnation">Unlike that of every other process of the appliance.</param>
public readonly record struct StoreSource(string Appliance, string Incarnation);
