using TrafficClassifier.Tests.Wire.Dhcp;
using TrafficClassifier.Tests.Wire.Dns;
using TrafficClassifier.Tests.Wire.Http;
using TrafficClassifier.Tests.Wire.Link;
using TrafficClassifier.Tests.Wire.Neighbours;
using TrafficClassifier.Tests.Wire.Network;
using TrafficClassifier.Tests.Wire.Quic;
using TrafficClassifier.Tests.Wire.Radius;
using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Tests.Wire.Transport;
using TrafficClassifier.Tests.Wire.Tunnel;
using TrafficClassifier.Tests.Wire.Vpn;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;
using TrafficClassifier.Wire.Tunnel;
using TrafficClassifier.Wire.Vpn;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>Valid units of every view: add those of a new view here.</summary>
internal static class ViewSamples
{
    private static readonly Dictionary<Type, ViewSample[]> All = new()
    {
        [typeof(EthernetFrame)] = [Open(LinkSamples.Ethernet)],
        [typeof(VlanTag)] = [Open(LinkSamples.Vlan)],
        [typeof(LlcSnapHeader)] = [Open(LinkSamples.LlcSnap)],
        [typeof(LinuxCookedFrame)] = [Open(LinkSamples.LinuxCooked)],
        [typeof(LinuxCooked2Frame)] = [Open(LinkSamples.LinuxCooked2)],
        [typeof(LoopbackFrame)] = [Open(LinkSamples.LoopbackLittle, "little"), Open(LinkSamples.LoopbackBig, "big")],
        [typeof(VnTag)] = [Open(RareLinkSamples.VnTag)],
        [typeof(ETag)] = [Open(RareLinkSamples.ETag)],
        [typeof(HsrTag)] = [Open(RareLinkSamples.HsrTag)],
        [typeof(CiscoMetadataTag)] = [Open(RareLinkSamples.CiscoMetadataTag)],
        [typeof(BackboneTag)] = [Open(RareLinkSamples.BackboneTag)],
        [typeof(MacsecTag)] = [Open(RareLinkSamples.MacsecTag)],
        [typeof(TrillHeader)] = [Open(RareLinkSamples.TrillHeader)],
        [typeof(MplsLabel)] = [Open(RareLinkSamples.MplsLabel)],
        [typeof(PppoeSession)] = [Open(RareLinkSamples.PppoeSession)],
        [typeof(PppFrame)] = [Open(RareLinkSamples.PppFrame)],
        [typeof(CiscoHdlcFrame)] = [Open(RareLinkSamples.CiscoHdlcFrame)],
        [typeof(FrameRelayFrame)] = [Open(RareLinkSamples.FrameRelayFrame)],
        [typeof(RadiotapHeader)] = [Open(RareLinkSamples.RadiotapHeader)],
        [typeof(PpiHeader)] = [Open(RareLinkSamples.PpiHeader)],
        [typeof(PktapHeader)] = [Open(RareLinkSamples.PktapHeader)],
        [typeof(NflogPacket)] = [Open(RareLinkSamples.NflogPacket)],
        [typeof(ArcnetFrame)] = [Open(RareLinkSamples.ArcnetFrame)],
        [typeof(FddiFrame)] = [Open(RareLinkSamples.FddiFrame)],
        [typeof(TokenRingFrame)] = [Open(RareLinkSamples.TokenRingFrame)],
        [typeof(WirelessFrame)] = [Open(RareLinkSamples.WirelessFrame)],
        [typeof(GrePacket)] = [Open(TunnelSamples.GrePacket)],
        [typeof(ErspanHeader)] = [Open(TunnelSamples.ErspanHeader)],
        [typeof(VxlanHeader)] = [Open(TunnelSamples.VxlanHeader)],
        [typeof(GeneveHeader)] = [Open(TunnelSamples.GeneveHeader)],
        [typeof(GtpHeader)] = [Open(TunnelSamples.GtpHeader)],
        [typeof(TeredoHeader)] = [Open(TunnelSamples.TeredoHeader)],
        [typeof(L2tpHeader)] = [Open(TunnelSamples.L2tpHeader)],
        [typeof(CapwapHeader)] = [Open(TunnelSamples.CapwapHeader)],
        [typeof(AyiyaHeader)] = [Open(TunnelSamples.AyiyaHeader)],
        [typeof(NshHeader)] = [Open(TunnelSamples.NshHeader)],
        [typeof(Ipv4Packet)] =
        [
            Closed(IpSamples.Ipv4), Closed(IpSamples.Ipv4WithOptions, "options"), Open(IpSamples.Ipv4WithoutTotalLength, "total length 0"),
        ],
        [typeof(Ipv6Packet)] = [Closed(IpSamples.Ipv6), Closed(IpSamples.Ipv6Chain, "chain"), Closed(IpSamples.Ipv6Fragment, "fragment")],
        [typeof(UdpDatagram)] = [Closed(TransportSamples.Udp)],
        [typeof(TcpSegment)] = [Open(TransportSamples.Tcp), Open(TransportSamples.TcpSyn, "options")],
        [typeof(DnsMessage)] =
        [
            Closed(DnsSamples.Query, "query"), Closed(DnsSamples.AnswerWithAlias, "answer"), Closed(DnsSamples.ServiceAnswer, "HTTPS"),
            Closed(DnsSamples.OddNames, "odd names"),
        ],
        [typeof(ServiceBinding)] = [Open(DnsSamples.Binding), Open(DnsSamples.AliasBinding, "alias")],
        [typeof(ClientHello)] =
        [
            Closed(TlsSamples.Hello), Closed(TlsSamples.HelloWithoutExtensions, "no extensions"), Closed(TlsSamples.HelloWithEmptyExtensions, "0 extensions"),
            Closed(RecordedHellos.OpenSsl[TlsRecord.HeaderLength..], "OpenSSL"), Closed(RecordedHellos.Chromium[TlsRecord.HeaderLength..], "Chromium"),
        ],
        [typeof(DtlsHello)] = [Closed(DtlsSamples.Hello), Closed(DtlsSamples.HelloWithCookie, "cookie")],
        [typeof(EchConfigList)] = [Closed(EchSamples.One), Closed(EchSamples.Several, "several"), Closed(EchSamples.OnlyUnknown, "unknown version")],
        [typeof(TlsRecord)] = [Closed(TlsSamples.Record), Closed(TlsSamples.Alert, "alert")],
        [typeof(DhcpMessage)] =
        [
            Closed(DhcpSamples.Request, "request"), Closed(DhcpSamples.Ack, "ack"), Closed(DhcpSamples.Overloaded, "overloaded"), Open(DhcpSamples.Bootp, "BOOTP"),
        ],
        [typeof(Dhcpv6Message)] =
        [
            Open(Dhcpv6Samples.Solicit, "solicit"), Open(Dhcpv6Samples.Reply, "reply"), Open(Dhcpv6Samples.Relayed, "relayed"),
        ],
        [typeof(ArpPacket)] = [Closed(NeighbourSamples.Arp), Closed(NeighbourSamples.Probe, "probe")],
        [typeof(NeighbourMessage)] =
        [
            Open(NeighbourSamples.Solicitation, "solicitation"), Open(NeighbourSamples.DuplicateDetection, "DAD"), Open(NeighbourSamples.Advertisement, "advertisement"),
        ],
        [typeof(RadiusMessage)] = [Closed(RadiusSamples.Start, "start"), Closed(RadiusSamples.Interim, "interim")],
        [typeof(HttpRequestHead)] =
        [
            Closed(HttpSamples.Get), Closed(HttpSamples.Absolute, "absolute form"), Closed(HttpSamples.Connect, "CONNECT"), Closed(HttpSamples.Old, "bare LF"),
        ],
        [typeof(WireGuardInitiation)] = [Closed(VpnSamples.WireGuard)],
        [typeof(OpenVpnReset)] = [Open(VpnSamples.OpenVpn), Open(VpnSamples.OpenVpnV3, "tls-crypt-v2")],
        [typeof(IkeInitiation)] = [Closed(VpnSamples.IkeV2), Closed(VpnSamples.IkeV1, "version 1")],
        [typeof(QuicLongHeader)] = [Closed(QuicSamples.Initial[..18], "Initial"), Closed(QuicSamples.Negotiation, "Version Negotiation")],
        [typeof(QuicPacket)] = [Closed(QuicSamples.Initial), Closed(QuicSamples.InitialOfVersion2, "version 2"), Closed(QuicSamples.Handshake, "Handshake")],
        [typeof(GoogleQuicHello)] =
        [
            Closed(GoogleQuicSamples.WithPrivateFlags[..^2], "Q033"), Closed(GoogleQuicSamples.LittleEndian, "Q035"), Closed(GoogleQuicSamples.BigEndian, "Q039"),
            Closed(GoogleQuicSamples.WithoutLength, "no length"), Closed(GoogleQuicSamples.LongHeader, "long header"),
        ],
        [typeof(QuicFrames)] = [Open(QuicSamples.Frames), Open(QuicSamples.RfcFrames, "RFC 9001")],
    };

    public static IReadOnlyList<ViewSample> Of(Type view) => All.TryGetValue(view, out var samples) ? samples : [];

    private static ViewSample Open(byte[] bytes, string name = "plain") => new(name, bytes, EndsItself: false);

    private static ViewSample Closed(byte[] bytes, string name = "plain") => new(name, bytes, EndsItself: true);
}
