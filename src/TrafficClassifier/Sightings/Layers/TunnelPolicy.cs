using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>
/// Which tunnels over IP are opened (GRE, ERSPAN, VXLAN, GENEVE, GTP, IP in IP and the like). Whoever may send a packet may send one with
/// somebody else's lease inside: on a live mirror only those are opened that come from where mirrors and gateways are known to stand.
/// </summary>
public sealed class TunnelPolicy
{
    /// <summary>What is in a capture was put there by its owner.</summary>
    public static readonly TunnelPolicy Any = new(isAny: true, []);

    public static readonly TunnelPolicy None = new(isAny: false, []);

    private TunnelPolicy(bool isAny, IReadOnlyList<IpPrefix> senders)
    {
        IsAny = isAny;
        Senders = senders;
    }

    public bool IsAny { get; }

    public bool IsNone => !IsAny && Senders.Count == 0;

    /// <summary>Tunnels are opened whose packets come from there. Of one inside another each is asked for by itself.</summary>
    public IReadOnlyList<IpPrefix> Senders { get; }

    public static TunnelPolicy From(params IReadOnlyList<IpPrefix> senders) => new(isAny: false, senders);

    /// <summary>Reads <c>any</c>, <c>none</c>, or addresses and networks with commas between.</summary>
    public static bool TryParse(string text, out TunnelPolicy policy)
    {
        policy = text == "any" ? Any : None;
        if (text is "any" or "none")
        {
            return true;
        }
        List<IpPrefix> senders = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IpPrefix.TryParse(part, out var prefix))
            {
                return false;
            }
            senders.Add(prefix);
        }
        policy = From(senders);
        return true;
    }

    public override string ToString() => IsAny ? "any" : IsNone ? "none" : string.Join(',', Senders);

    internal bool Trusts(IpAddress sender)
    {
        if (IsAny)
        {
            return true;
        }
        foreach (var prefix in Senders)
        {
            if (prefix.Contains(sender))
            {
                return true;
            }
        }
        return false;
    }
}
