using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Reads from each message what it says by itself, and hands that on.</summary>
public sealed class SightingReader : IFrameObserver
{
    /// <summary>RFC 7858 3.1 (TLS), RFC 9250 4.1.1 (QUIC), RFC 8094 3.1 (DTLS).</summary>
    private const ushort EncryptedDnsPort = 853;

    private readonly ISightingTarget _target;
    private readonly byte[] _name = new byte[DnsName.LongestText];

    public SightingReader(ISightingTarget target) => _target = target;

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        // Names of the local link and updates name no site.
        if (kind != DnsKind.Dns || message.Opcode != 0)
        {
            return;
        }
        if (message.IsResponse)
        {
            _target.TakeAnswer(context, message);
            return;
        }
        foreach (var question in message.Questions)
        {
            Hand(context, question.Name.Format(_name), Evidence.Lookup);
        }
    }

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello)
    {
        var domain = _name.AsSpan(0, SightedName.Format(hello.ServerName, _name));
        // An inner hello in clear (RFC 9849 5) is a client's mistake that every server refuses. Its name is its own, for all to read: the
        // connection counts for it, as it would have without the extension.
        var isEncrypted = hello.EncryptedHello is EncryptedHello.Outer or EncryptedHello.Unknown;
        // In mid-stream the address is a proxy's or a mail server's: it says nothing of where the hello goes.
        var needsAnswers = (isEncrypted || domain.IsEmpty) && !origin.IsMidStream;
        _target.Take(new SeenName(context.Time, context.Source, domain, Evidence.Connection)
        {
            IsEncryptedHello = isEncrypted,
            Server = needsAnswers ? context.Destination : default,
            NeedsAnswers = needsAnswers,
            OutOfSight = context.DestinationPort == EncryptedDnsPort || OffersEncryptedDns(hello) ? OutOfSight.EncryptedDns : OutOfSight.None,
        });
    }

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) =>
        Hand(context, SightedName.Format(hello.ServerName, _name), Evidence.Connection);

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) =>
        Hand(context, SightedName.Format(request.HostName, _name), Evidence.Connection);

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => _target.TakeDhcp(context, message);

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => _target.TakeDhcpv6(context, message);

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => _target.TakeNeighbour(context, message);

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => _target.TakeArp(context, packet);

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => _target.TakeRadius(context, message);

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind) => Hand(context, 0, Evidence.Connection,
        kind == UnreadKind.Vpn ? OutOfSight.RelayOrVpn : context.DestinationPort == EncryptedDnsPort ? OutOfSight.EncryptedDns : OutOfSight.None);

    /// <summary>RFC 7858 and RFC 9250 8.1 by their protocol ids; DNS over HTTPS is "h2" as everything else, and is told by its server's name.</summary>
    private static bool OffersEncryptedDns(scoped in ClientHello hello)
    {
        foreach (var protocol in hello.ApplicationProtocols)
        {
            if (protocol.SequenceEqual("dot"u8) || protocol.SequenceEqual("doq"u8))
            {
                return true;
            }
        }
        return false;
    }

    private void Hand(scoped in FrameContext context, int length, Evidence evidence, OutOfSight outOfSight = OutOfSight.None) =>
        _target.Take(new SeenName(context.Time, context.Source, _name.AsSpan(0, length), evidence)
        {
            Server = length == 0 ? context.Destination : default,
            NeedsAnswers = length == 0,
            OutOfSight = outOfSight,
        });
}
