using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.LiveProbe;

/// <summary>The engines that the conformance suite knows, by the name that the configuration has for them.</summary>
internal static class Engines
{
    public static readonly IReadOnlyDictionary<string, Func<EngineOptions, ICaptureEngine>> All = new Dictionary<string, Func<EngineOptions, ICaptureEngine>>
    {
        ["ring"] = PacketRing.Open,
    };
}
