using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>The prefilter of an interface: what was asked for, or else the next best with the reason.</summary>
/// <param name="Filter">Null: every frame is taken.</param>
/// <param name="Kind">What it is, never <see cref="PrefilterKind.Automatic"/>.</param>
/// <param name="Reason">Why it is not what was asked for, or not quite; null: it is.</param>
public sealed record OpenedPrefilter(ISocketFilter? Filter, PrefilterKind Kind, string? Reason) : IDisposable
{
    /// <summary>Reads the words of the configuration.</summary>
    public static bool TryParse(string text, out PrefilterKind kind)
    {
        PrefilterKind? known = text switch
        {
            "auto" => PrefilterKind.Automatic,
            "none" => PrefilterKind.None,
            "classic" => PrefilterKind.Classic,
            "ebpf" => PrefilterKind.Extended,
            "xdp" => PrefilterKind.Xdp,
            _ => null,
        };
        kind = known ?? default;
        return known is not null;
    }

    /// <param name="wanted">What was asked for.</param>
    /// <param name="linkType">Of the interface: the classifier's own filters know Ethernet.</param>
    /// <param name="interfaceIndex">Of the interface.</param>
    /// <param name="tunnels">As the pipeline has them.</param>
    /// <param name="operators">Compiled for this link type; passes only what this passes too. Empty: all.</param>
    /// <exception cref="IOException">Not even a classic filter can be: the operator's is too long.</exception>
    public static OpenedPrefilter Open(PrefilterKind wanted, LinkType linkType, int interfaceIndex, TunnelPolicy tunnels, ReadOnlySpan<BpfInstruction> operators = default)
    {
        if (wanted == PrefilterKind.None || linkType != LinkType.Ethernet)
        {
            var reason = wanted == PrefilterKind.None ? null : $"link type {linkType.Value} is not filtered";
            return new OpenedPrefilter(operators.IsEmpty ? null : new ClassicFilter(operators), PrefilterKind.None, reason);
        }
        List<string> reasons = [];
        if (wanted == PrefilterKind.Xdp)
        {
            try
            {
                var filter = new XdpFilter(interfaceIndex, tunnels, operators);
                return new OpenedPrefilter(filter, PrefilterKind.Xdp, filter.Reason);
            }
            catch (IOException refusal)
            {
                reasons.Add(refusal.Message);
            }
        }
        if (wanted != PrefilterKind.Classic)
        {
            try
            {
                return new OpenedPrefilter(new ExtendedFilter(tunnels, operators), PrefilterKind.Extended, Said(reasons));
            }
            catch (IOException refusal)
            {
                reasons.Add(refusal.Message);
            }
        }
        return new OpenedPrefilter(ClassicFilter.Default(tunnels, operators), PrefilterKind.Classic, Said(reasons));
    }

    public void Dispose() => Filter?.Dispose();

    private static string? Said(List<string> reasons) => reasons.Count == 0 ? null : string.Join("; ", reasons);
}
