using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Pcap;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live;

/// <summary>The engine of an interface: the one that was asked for, or libpcap's with the reason.</summary>
/// <param name="Reason">Why it is not what was asked for, in one line; null: it is.</param>
public sealed record OpenedEngine(ICaptureEngine Engine, EngineKind Kind, string? Reason) : IDisposable
{
    /// <summary>Reads the words of the configuration.</summary>
    public static bool TryParse(string text, out EngineKind kind)
    {
        EngineKind? known = text switch
        {
            "ring" => EngineKind.Ring,
            "pcap" => EngineKind.Pcap,
            _ => null,
        };
        kind = known ?? default;
        return known is not null;
    }

    /// <exception cref="EngineException">Neither can be had; where both were tried, the message has both reasons.</exception>
    public static OpenedEngine Open(EngineKind wanted, EngineOptions options)
    {
        if (wanted == EngineKind.Pcap)
        {
            return new OpenedEngine(PcapEngine.Open(options), EngineKind.Pcap, null);
        }
        string reason;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return new OpenedEngine(PacketRing.Open(options), EngineKind.Ring, null);
            }
            reason = $"{options.Interface}: only Linux has the ring";
        }
        // Without rights or an interface libpcap can do no more; "any" and the like are interfaces of libpcap's own.
        catch (EngineException refusal) when (refusal.Fault == EngineFault.Refused || (refusal.Fault == EngineFault.NoInterface && options.Interface == "any"))
        {
            reason = refusal.Fault == EngineFault.Refused ? refusal.Message : $"{options.Interface}: no interface of the kernel's";
        }
        try
        {
            return new OpenedEngine(PcapEngine.Open(options), EngineKind.Pcap, reason);
        }
        catch (EngineException refusal)
        {
            throw new EngineException(refusal.Fault, $"{reason}; {refusal.Message}");
        }
    }

    /// <summary>What <c>engine: ring</c> will do with an interface, without opening it.</summary>
    /// <returns>Null: the ring takes it; else why libpcap will.</returns>
    public static string? WhyNotRing(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "only Linux has the ring";
        }
        return InterfaceLink.Find(name) is not { } link ? "no interface of the kernel's"
            : link.Type is null ? "its frames have no link header that the ring knows" : null;
    }

    public void Dispose() => Engine.Dispose();
}
