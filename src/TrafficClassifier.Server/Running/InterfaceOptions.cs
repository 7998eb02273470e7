using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Server.Running;

/// <summary>How the daemon captures an interface.</summary>
internal sealed record InterfaceOptions
{
    /// <summary>As <c>traffic devices</c> names it.</summary>
    public required string Name { get; init; }

    public EngineKind Engine { get; init; } = EngineKind.Ring;

    public PrefilterKind Prefilter { get; init; } = PrefilterKind.Automatic;

    /// <summary>The operator's own filter in the language of pcap-filter; empty: none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Of each worker's ring.</summary>
    public int RingBytes { get; init; } = 64 << 20;

    /// <summary>Threads that receive and dissect, 1 to 64.</summary>
    public int Workers { get; init; } = 1;

    public bool HardwareTimestamps { get; init; }

    /// <summary>Null: nothing is recorded. With several workers each records files of its own.</summary>
    public RecorderOptions? Record { get; init; }
}
