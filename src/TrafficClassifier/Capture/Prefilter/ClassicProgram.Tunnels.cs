using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Capture.Prefilter;

/// <content>What passes of tunnels over IP.</content>
internal sealed partial class ClassicProgram
{
    /// <summary>More would make the filter long for nothing: then all tunnels pass, and the walker opens the right ones.</summary>
    public const int MostSenders = 16;

    private const string UdpTunnel = "udp tunnel";

    /// <summary>As IpTunnels and UdpTunnels know them.</summary>
    public static readonly ushort[] TunnelProtocols = [IpProtocol.Gre, IpProtocol.Ipv4, IpProtocol.Ipv6, IpProtocol.EtherIp, IpProtocol.MplsInIp];
    public static readonly ushort[] TunnelPorts = [1701, 2152, 3544, 4789, 4790, 5072, 5247, 6081, 6635, 8472];

    private bool AllPass => _tunnels.IsAny || _tunnels.Senders.Count > MostSenders;

    /// <summary>A is the protocol, and nothing else that passes.</summary>
    private void WriteTunnelProtocols()
    {
        if (!_tunnels.IsNone)
        {
            Each(TunnelProtocols, AllPass ? Pass : Tunnel);
        }
        _code.Go(Drop);
    }

    /// <summary>A is a port.</summary>
    private void WriteTunnelPorts()
    {
        if (!_tunnels.IsNone)
        {
            Each(TunnelPorts, AllPass ? Pass : UdpTunnel);
        }
    }

    /// <summary>Stands in front of what a datagram goes on to that is no trusted tunnel's.</summary>
    private void WriteTunnels()
    {
        if (_tunnels.IsNone || AllPass)
        {
            return;
        }
        _code.Go(UdpForm).Label(Tunnel);
        WriteSenders(Drop);
        _code.Label(UdpTunnel);
        WriteSenders(UdpForm);
    }

    private void WriteSenders(string otherwise)
    {
        var version6 = Unique("from ipv6");
        _code.Add(BpfCode.LoadIndexCell, Network).Add(BpfCode.LoadByteBehind, 0).Add(BpfCode.And, 0xf0).Branch(BpfCode.IfEqual, 0x60, version6);
        foreach (var prefix in _tunnels.Senders)
        {
            if (prefix.Contains(IpAddress.FromIpv4(0)) || prefix.IsIpv4)
            {
                var bits = Math.Max(0, prefix.Bits - 96);
                _code.Add(BpfCode.LoadBehind, 12).Add(BpfCode.And, Mask(bits)).Branch(BpfCode.IfEqual, (uint)prefix.Network.Low & Mask(bits), Pass);
            }
        }
        _code.Go(otherwise).Label(version6);
        foreach (var prefix in _tunnels.Senders)
        {
            WriteIpv6Sender(prefix);
        }
        _code.Go(otherwise);
    }

    private void WriteIpv6Sender(in IpPrefix prefix)
    {
        var next = Unique("sender");
        for (var word = 0; word < 4 && (word * 32 < prefix.Bits || word == 0); word++)
        {
            var half = word < 2 ? prefix.Network.High : prefix.Network.Low;
            var value = (uint)(half >> (word % 2 == 0 ? 32 : 0));
            _code.Add(BpfCode.LoadBehind, (uint)(8 + (4 * word))).Add(BpfCode.And, Mask(prefix.Bits - (32 * word))).Branch(BpfCode.IfEqual, value, null, next);
        }
        _code.Go(Pass).Label(next);
    }

    private static uint Mask(int bits) => bits <= 0 ? 0 : bits >= 32 ? uint.MaxValue : uint.MaxValue << (32 - bits);
}
