using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live;

/// <summary>How an interface is captured.</summary>
public sealed record EngineOptions
{
    /// <summary>Of the interface.</summary>
    public required string Interface { get; init; }

    /// <summary>Bytes of the kernel's ring, for each worker; rounded to whole blocks.</summary>
    public int RingBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a block; a power of two.</summary>
    public int BlockBytes { get; init; } = 1 << 20;

    /// <summary>The longest that a frame waits in a block that is not full.</summary>
    public int BlockMilliseconds { get; init; } = 60;

    /// <summary>Workers that share the interface, each with an engine of its own; frames between the same two addresses go to the same one.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Engines of the same interface and process have the same; another for each interface.</summary>
    public ushort FanoutGroup { get; init; }

    /// <summary>Take the card's timestamps where it stamps all frames: only where its clock is kept at UTC, since every time-out goes by them.</summary>
    public bool HardwareTimestamps { get; init; }

    /// <summary>Taken when the process may open no socket of its own any more.</summary>
    public SpareSockets? Spares { get; init; }

    /// <summary>Null: every frame is taken.</summary>
    public ISocketFilter? Filter { get; init; }
}
