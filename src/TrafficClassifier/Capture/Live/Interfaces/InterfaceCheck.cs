namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>What keeps an interface from being captured well, and the line to type against it.</summary>
public static class InterfaceCheck
{
    /// <summary>An Ethernet frame of 1,500 bytes with a second tag; the first is let through by every driver.</summary>
    public const int LeastMtu = 1504;

    /// <summary>With room for three tags, MPLS or a mirror's own header.</summary>
    private const int GoodMtu = 1600;

    /// <param name="wantsHardwareTimestamps">As the options have it.</param>
    public static IReadOnlyList<InterfaceFinding> Check(InterfaceSnapshot snapshot, bool wantsHardwareTimestamps = false)
    {
        List<InterfaceFinding> findings = [];
        var name = snapshot.Name;
        if (!snapshot.MayCapture)
        {
            findings.Add(new InterfaceFinding(true, $"{name}: capturing is not permitted: it needs CAP_NET_RAW", InterfaceRights.Remedy));
        }
        if (snapshot.Link is not { } link)
        {
            findings.Add(new InterfaceFinding(true, $"{name}: there is no such interface (capturing begins when there is)", "ip link show"));
            return findings;
        }
        if (link.Type is null)
        {
            findings.Add(new InterfaceFinding(true, $"{name}: its frames have no link header that the ring knows", "engine: pcap"));
        }
        if (!link.IsUp)
        {
            findings.Add(new InterfaceFinding(false, $"{name}: the interface is down", $"ip link set dev {name} up"));
        }
        else if (!link.IsRunning)
        {
            findings.Add(new InterfaceFinding(false, $"{name}: no carrier: the cable has no other end, or that is down", null));
        }
        if (!snapshot.MayBePromiscuous)
        {
            findings.Add(new InterfaceFinding(false, $"{name}: it refuses promiscuous mode: only frames to this host are seen", null));
        }
        AddOffloads(findings, snapshot);
        if (link.Type == LinkType.Ethernet && link.Mtu < LeastMtu)
        {
            findings.Add(new InterfaceFinding(false, $"{name}: MTU {link.Mtu}: the card may refuse full frames with two tags", $"ip link set dev {name} mtu {GoodMtu}"));
        }
        if (wantsHardwareTimestamps)
        {
            findings.Add(snapshot.StampsAllFrames
                ? new InterfaceFinding(false, $"{name}: the card can stamp all frames; switch that on, and keep its clock at UTC (phc2sys)", $"hwstamp_ctl -i {name} -r 1")
                : new InterfaceFinding(false, $"{name}: the card cannot stamp all frames: the kernel's time is taken", null));
        }
        return findings;
    }

    private static void AddOffloads(List<InterfaceFinding> findings, InterfaceSnapshot snapshot)
    {
        var joiners = string.Join(" and ", new[] { snapshot.JoinsFrames == true ? "GRO" : null, snapshot.CardJoinsFrames == true ? "LRO" : null }.OfType<string>());
        if (joiners.Length != 0 && snapshot.Link?.Type == LinkType.Ethernet)
        {
            findings.Add(new InterfaceFinding(false,
                $"{snapshot.Name}: {joiners} on: frames are joined into ones of up to 64 KB, and their number is not the wire's",
                $"ethtool -K {snapshot.Name} gro off lro off"));
        }
    }
}
