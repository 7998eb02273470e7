namespace TrafficClassifier.Tests;

/// <summary>
/// Tests that run while no other does: they count this thread's allocated bytes, and a collection that another test causes charges it
/// with what is left of its allocation buffer.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
