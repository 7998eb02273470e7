namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>What an interface is like at one moment, as far as capturing depends on it. Reading it changes nothing.</summary>
/// <param name="Name">As asked for.</param>
/// <param name="Link">Null: there is no such interface.</param>
/// <param name="MayCapture">This process may open packet sockets.</param>
/// <param name="MayBePromiscuous">False only where that was tried and refused.</param>
/// <param name="JoinsFrames">GRO is on; null where the interface does not tell.</param>
/// <param name="CardJoinsFrames">LRO is on; null where the interface does not tell.</param>
/// <param name="StampsAllFrames">The card can stamp every frame it receives.</param>
public sealed record InterfaceSnapshot(
    string Name,
    InterfaceLink? Link,
    bool MayCapture,
    bool MayBePromiscuous,
    bool? JoinsFrames,
    bool? CardJoinsFrames,
    bool StampsAllFrames);
