namespace TrafficClassifier.Capture;

/// <summary>A link-layer header type (tcpdump.org/linktypes). An open set.</summary>
public readonly record struct LinkType(ushort Value)
{
    public static readonly LinkType Null = new(0);
    public static readonly LinkType Ethernet = new(1);
    public static readonly LinkType TokenRing = new(6);
    public static readonly LinkType Slip = new(8);
    public static readonly LinkType Ppp = new(9);
    public static readonly LinkType Fddi = new(10);
    public static readonly LinkType AtmRfc1483 = new(11);
    public static readonly LinkType PppSerial = new(50);
    public static readonly LinkType PppEthernet = new(51);
    public static readonly LinkType CiscoHdlc = new(104);
    public static readonly LinkType RawIp = new(101);
    public static readonly LinkType Wireless = new(105);
    public static readonly LinkType AtmClip = new(106);
    public static readonly LinkType FrameRelay = new(107);
    public static readonly LinkType Loop = new(108);
    public static readonly LinkType LinuxCooked = new(113);
    public static readonly LinkType WirelessPrism = new(119);
    public static readonly LinkType WirelessRadiotap = new(127);
    public static readonly LinkType ArcnetLinux = new(129);

    /// <summary>LINKTYPE_USER2, which Darwin used for PKTAP before it was registered.</summary>
    public static readonly LinkType User2 = new(149);
    public static readonly LinkType WirelessAvs = new(163);
    public static readonly LinkType PppWithDirection = new(166);
    public static readonly LinkType PerPacketInformation = new(192);
    public static readonly LinkType CiscoHdlcWithDirection = new(205);
    public static readonly LinkType FrameRelayWithDirection = new(206);
    public static readonly LinkType Mpls = new(219);
    public static readonly LinkType Ipv4 = new(228);
    public static readonly LinkType Ipv6 = new(229);
    public static readonly LinkType NetfilterLog = new(239);
    public static readonly LinkType PacketTap = new(258);
    public static readonly LinkType LinuxCooked2 = new(276);

    /// <summary>101 in files; 12 and 14 are what BSDs wrote before it was registered.</summary>
    public bool IsRawIp => Value is 101 or 12 or 14;
}
