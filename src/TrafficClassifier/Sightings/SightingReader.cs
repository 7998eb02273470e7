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

/// <summary>Turns messages into sightings and bindings and hands them on.</summary>
public sealed class SightingReader : IFrameObserver
{
    /// <summary>RFC 7858 3.1 (TLS), RFC 9250 4.1.1 (QUIC), RFC 8094 3.1 (DTLS).</summary>
    internal const ushort EncryptedDnsPort = 853;

    private readonly SightingHandler _handler;
    private readonly BindingReader _bindings;
    private readonly DnsAnswers _answers;
    private readonly PublicNames _publicNames;
    private readonly AnswerReader _answerReader;
    private readonly byte[] _name = new byte[DnsName.LongestText];

    /// <param name="handler">Takes each sighting.</param>
    /// <param name="bindings">Takes each message that tells who holds an address.</param>
    /// <param name="answers">Remembers what clients were told.</param>
    /// <param name="publicNames">Remembers the covers that are offered.</param>
    public SightingReader(SightingHandler handler, BindingReader bindings, DnsAnswers answers, PublicNames publicNames)
    {
        _handler = handler;
        _bindings = bindings;
        _answers = answers;
        _publicNames = publicNames;
        _answerReader = new AnswerReader(answers, publicNames);
    }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        // Names of the local link and updates name no site.
        if (kind != DnsKind.Dns || message.Opcode != 0)
        {
            return;
        }
        if (message.IsResponse)
        {
            _answerReader.Read(context.Time, context.Destination, message);
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
        _handler(new Sighting(context.Time, context.Source, domain, Evidence.Connection)
        {
            IsEncryptedHello = isEncrypted,
            IsPublicName = isEncrypted && _publicNames.Contains(context.Time, domain),
            Server = needsAnswers ? context.Destination : default,
            Told = needsAnswers ? _answers.Find(context.Time, context.Source, context.Destination) : default,
            OutOfSight = context.DestinationPort == EncryptedDnsPort || OffersEncryptedDns(hello) ? OutOfSight.EncryptedDns : OutOfSight.None,
        });
    }

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) =>
        Hand(context, SightedName.Format(hello.ServerName, _name), Evidence.Connection);

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) =>
        Hand(context, SightedName.Format(request.HostName, _name), Evidence.Connection);

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => _bindings.Leases.Observe(context.Time, message);

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => _bindings.Leases6.Observe(context, message);

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => _bindings.Neighbours.Observe(context, message);

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => _bindings.Neighbours.Observe(context, packet);

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => _bindings.Accounting.Observe(context.Time, message);

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
        _handler(new Sighting(context.Time, context.Source, _name.AsSpan(0, length), evidence)
        {
            Server = length == 0 ? context.Destination : default,
            Told = length == 0 ? _answers.Find(context.Time, context.Source, context.Destination) : default,
            OutOfSight = outOfSight,
        });
}
