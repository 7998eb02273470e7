namespace TrafficClassifier.Capture;

/// <summary>A link-layer header type (tcpdump.org/linktypes). An open set.</summary>
public readonly record struct LinkType(ushort Value)
{
    public static readonly LinkType Null = new(0);
    public static readonly LinkType Ethernet = new(1);
    public static readonly LinkType Loop = new(108);
    public static readonly LinkType LinuxCooked = new(113);
    public static readonly LinkType Ipv4 = new(228);
    public static readonly LinkType Ipv6 = new(229);
    public static readonly LinkType LinuxCooked2 = new(276);

    /// <summary>101 in files; 12 and 14 are what BSDs wrote before it was registered.</summary>
    public bool IsRawIp => Value is 101 or 12 or 14;
}
