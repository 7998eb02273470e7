using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>
/// The prefilter as classic BPF: passes what the classifier can use, and drops the bulk. It remembers nothing, so what goes on in a later
/// segment is told by its direction only: all that a client sends passes. Right for frames with 0 to 2 tags in line, whether or not the kernel
/// has taken one off before.
/// </summary>
/// <remarks>
/// X is where the layer begins that is read. The order is that of the load: a load from the frame is a call in the kernel, all else costs
/// nothing beside it.
/// </remarks>
internal sealed partial class ClassicProgram
{
    private const string Pass = "pass", Drop = "drop";
    private const string Ip4 = "ipv4", Ip6 = "ipv6", Tcp = "tcp", Udp = "udp", UdpForm = "udp by form", Tunnel = "tunnel";

    /// <summary>Cells of memory: where network header, transport header, payload and packet begin and end; both ports; what is at hand.</summary>
    public const int Network = 0, Transport = 1, Payload = 2, End = 3, Ports = 4;
    private const int Word = 5, Port = 6;

    private readonly BpfAssembler _code = new();
    private readonly TunnelPolicy _tunnels;
    private readonly bool _isRemembered;

    private ClassicProgram(TunnelPolicy tunnels, bool isRemembered)
    {
        _tunnels = tunnels;
        _isRemembered = isRemembered;
    }

    /// <param name="tunnels">Passed are those that the walker opens.</param>
    public static BpfInstruction[] Build(TunnelPolicy tunnels) => Build(tunnels, isRemembered: false);

    /// <summary>The same for a filter that remembers connections: what passes depending on them returns a <see cref="Verdict"/> of its own.</summary>
    /// <param name="tunnels">Passed are those that the walker opens.</param>
    public static BpfInstruction[] BuildVerdicts(TunnelPolicy tunnels) => Build(tunnels, isRemembered: true);

    private static BpfInstruction[] Build(TunnelPolicy tunnels, bool isRemembered)
    {
        var program = new ClassicProgram(tunnels, isRemembered);
        program.WriteLink();
        program.WriteIpv4();
        program.WriteIpv6();
        program.WriteTcp();
        program.WriteUdp();
        program._code.Label(Pass).Add(BpfCode.Return, (uint)Verdict.Pass).Label(Drop).Add(BpfCode.Return, (uint)Verdict.Drop);
        return program._code.Build();
    }

    /// <summary>EtherTypes behind which the walker finds something. They cannot cross a router, so no policy stands before them.</summary>
    public static readonly ushort[] Encapsulations =
    [
        EtherType.Mpls, EtherType.MplsUpstream, EtherType.PppoeSession, EtherType.Ppp, EtherType.TransparentEthernet, EtherType.CiscoMetadata,
        EtherType.VnTag, EtherType.ETag, EtherType.HsrTag, EtherType.Macsec, EtherType.ProviderBackbone, EtherType.Trill, EtherType.Nsh,
    ];

    private static readonly ushort[] _tags = [EtherType.Vlan, EtherType.ProviderVlan, EtherType.OldProviderVlan, EtherType.OlderProviderVlan];

    private void WriteLink()
    {
        WriteType(typeAt: 12, whenTagged: "tag");
        _code.Label("tag");
        WriteType(typeAt: 16, whenTagged: "second tag");
        _code.Label("second tag");
        WriteType(typeAt: 20, whenTagged: Pass); // more than two are rare
        _code.Label("type").Branch(BpfCode.IfAtLeast, EtherType.Smallest, null, "llc");
        Each(Encapsulations, Pass);
        _code.Go(Drop);
        // What LlcLayers reads on: SNAP, RFC 948, RFC 2684 5.1. Else spanning tree and the like.
        _code.Label("llc").Add(BpfCode.LoadHalfBehind, 0);
        Each([0xaaaa, 0x0606, 0xfefe], Pass);
        _code.Go(Drop);
    }

    private void WriteType(uint typeAt, string whenTagged)
    {
        _code.Add(BpfCode.LoadIndex, typeAt + 2).Add(BpfCode.LoadHalf, typeAt)
            .Branch(BpfCode.IfEqual, EtherType.Ipv4, Ip4).Branch(BpfCode.IfEqual, EtherType.Ipv6, Ip6).Branch(BpfCode.IfEqual, EtherType.Arp, Pass);
        Each(_tags, whenTagged);
        _code.Go("type");
    }

    private void WriteIpv4()
    {
        _code.Label(Ip4).Add(BpfCode.FromIndex).Add(BpfCode.Store, Network)
            .Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Word)
            .Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfEqual, 0x45, "without options")
            // IPv6 under IPv4's type, as some tools leave it: the packet's own version decides.
            .Add(BpfCode.Store, Port).Add(BpfCode.And, 0xf0).Branch(BpfCode.IfEqual, 0x60, Ip6).Branch(BpfCode.IfEqual, 0x40, null, Drop)
            .Add(BpfCode.LoadCell, Port).Add(BpfCode.And, 0x0f).Add(BpfCode.ShiftLeft, 2).Branch(BpfCode.IfAtLeast, 20, "with options", Drop)
            .Label("without options").Add(BpfCode.LoadIndexCell, Network).Add(BpfCode.And, 0).Add(BpfCode.Add, 20)
            .Label("with options").Add(BpfCode.AddIndex).Add(BpfCode.Store, Transport)
            .Add(BpfCode.LoadCell, Word).Add(BpfCode.And, 0xffff).Branch(BpfCode.IfEqual, 0, "offloaded")
            .Add(BpfCode.AddIndex).Go("length");
        // Zero is what segmentation offload leaves.
        _code.Label("offloaded").Add(BpfCode.LoadLength).Label("length");
        WriteEnd();
        _code.Add(BpfCode.LoadHalfBehind, 6).Branch(BpfCode.IfAny, 0x3fff, "fragment")
            .Add(BpfCode.LoadByteBehind, 9).Branch(BpfCode.IfEqual, IpProtocol.Tcp, Tcp).Branch(BpfCode.IfEqual, IpProtocol.Udp, Udp)
            .Go("protocol");
        // What is in it is known when it is whole. Fragments are rare.
        _code.Label("fragment").Add(BpfCode.LoadByteBehind, 9);
        Each([IpProtocol.Tcp, IpProtocol.Udp], Pass);
        _code.Label("protocol").Branch(BpfCode.IfEqual, IpProtocol.Authentication, Pass);
        WriteTunnelProtocols();
    }

    private void WriteIpv6()
    {
        _code.Label(Ip6).Add(BpfCode.FromIndex).Add(BpfCode.Store, Network).Add(BpfCode.Add, 40).Add(BpfCode.Store, Transport)
            .Add(BpfCode.LoadHalfBehind, 4).Branch(BpfCode.IfEqual, 0, "offloaded 6")
            .Add(BpfCode.AddIndex).Add(BpfCode.Add, 40).Go("length 6")
            .Label("offloaded 6").Add(BpfCode.LoadLength).Label("length 6");
        WriteEnd();
        _code.Add(BpfCode.LoadByteBehind, 6).Branch(BpfCode.IfEqual, IpProtocol.Tcp, Tcp).Branch(BpfCode.IfEqual, IpProtocol.Udp, Udp)
            .Branch(BpfCode.IfEqual, IpProtocol.Icmpv6, "icmpv6");
        // Behind extension headers may stand anything, and fragments are among them. Both are rare.
        Each([IpProtocol.HopByHop, IpProtocol.Routing, IpProtocol.DestinationOptions, IpProtocol.Mobility, IpProtocol.Fragment, IpProtocol.Authentication], Pass);
        WriteTunnelProtocols();
        // Neighbour solicitation and advertisement (RFC 4861 4.3, 4.4).
        _code.Label("icmpv6").Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadByteBehind, 0);
        Each([135, 136], Pass);
        _code.Go(Drop);
    }

    /// <summary>A is where the packet ends by its own word. It ends with the frame at the latest. X is the network header again.</summary>
    private void WriteEnd()
    {
        var whole = Unique("whole");
        _code.Add(BpfCode.Store, End).Add(BpfCode.ToIndex).Add(BpfCode.LoadLength).Branch(BpfCode.IfAtLeastIndex, 0, whole)
            .Add(BpfCode.Store, End).Label(whole).Add(BpfCode.LoadIndexCell, Network);
    }

    private void Each(ReadOnlySpan<ushort> values, string whenEqual)
    {
        foreach (var value in values)
        {
            _code.Branch(BpfCode.IfEqual, value, whenEqual);
        }
    }

    private int _labels;

    private string Unique(string label) => $"{label} {++_labels}";
}
