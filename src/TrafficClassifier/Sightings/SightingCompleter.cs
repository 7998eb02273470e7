using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Sightings;

/// <summary>Completes what was seen by what the clients were told before, and hands it on. Here all frames' messages meet, in their order.</summary>
public sealed class SightingCompleter : ISightingTarget
{
    private readonly SightingHandler _handler;
    private readonly BindingReader _bindings;
    private readonly DnsAnswers _answers;
    private readonly PublicNames _publicNames;
    private readonly AnswerReader _answerReader;

    /// <param name="handler">Takes each sighting.</param>
    /// <param name="bindings">Takes each message that tells who holds an address.</param>
    /// <param name="answers">Remembers what clients were told.</param>
    /// <param name="publicNames">Remembers the covers that are offered.</param>
    public SightingCompleter(SightingHandler handler, BindingReader bindings, DnsAnswers answers, PublicNames publicNames)
    {
        _handler = handler;
        _bindings = bindings;
        _answers = answers;
        _publicNames = publicNames;
        _answerReader = new AnswerReader(answers, publicNames);
    }

    public void Take(scoped in SeenName name) => _handler(new Sighting(name.Time, name.Client, name.Domain, name.Evidence)
    {
        IsEncryptedHello = name.IsEncryptedHello,
        IsPublicName = name.IsEncryptedHello && _publicNames.Contains(name.Time, name.Domain),
        Server = name.Server,
        Told = name.NeedsAnswers ? _answers.Find(name.Time, name.Client, name.Server) : default,
        OutOfSight = name.OutOfSight,
    });

    public void TakeAnswer(scoped in FrameContext context, scoped in DnsMessage message) => _answerReader.Read(context.Time, context.Destination, message);

    public void TakeDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => _bindings.Leases.Observe(context.Time, message);

    public void TakeDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => _bindings.Leases6.Observe(context, message);

    public void TakeNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => _bindings.Neighbours.Observe(context, message);

    public void TakeArp(scoped in FrameContext context, scoped in ArpPacket packet) => _bindings.Neighbours.Observe(context, packet);

    public void TakeRadius(scoped in FrameContext context, scoped in RadiusMessage message) => _bindings.Accounting.Observe(context.Time, message);
}
