using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Workers;

/// <summary>Writes down what a worker sees, for the thread where all workers' logs meet. Messages are copied: a frame is gone by then.</summary>
internal sealed class ObservationLog : ISightingTarget
{
    /// <summary>Of two IPv6 addresses; of an Ethernet address.</summary>
    private const int MostAddresses = 32, MostLink = 6;

    private static readonly int _headLength = Unsafe.SizeOf<Observation>();
    private readonly LogLane _lane;
    private ObservationChunk? _chunk;

    public ObservationLog(LogLane lane) => _lane = lane;

    /// <summary>The place of what is written next; only grows.</summary>
    public long Order { get; set; }

    /// <summary>Messages that were too long to be written down: none is, but who knows.</summary>
    public long TooLong { get; private set; }

    public void Take(scoped in SeenName name)
    {
        var head = new Observation
        {
            Kind = ObservationKind.Name,
            Time = name.Time.Nanoseconds,
            AddressesLength = MostAddresses,
            Evidence = name.Evidence,
            OutOfSight = name.OutOfSight,
            IsEncryptedHello = name.IsEncryptedHello,
            NeedsAnswers = name.NeedsAnswers,
        };
        Span<ulong> addresses = [name.Client.High, name.Client.Low, name.Server.High, name.Server.Low];
        Write(head, MemoryMarshal.AsBytes(addresses), default, name.Domain);
    }

    public void TakeAnswer(scoped in FrameContext context, scoped in DnsMessage message) => Write(ObservationKind.Answer, context, message.Bytes);

    public void TakeDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => Write(ObservationKind.Dhcp, context, message.Bytes);

    public void TakeDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => Write(ObservationKind.Dhcpv6, context, message.Bytes);

    public void TakeNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => Write(ObservationKind.Neighbour, context, message.Bytes);

    public void TakeArp(scoped in FrameContext context, scoped in ArpPacket packet) => Write(ObservationKind.Arp, context, packet.Bytes);

    public void TakeRadius(scoped in FrameContext context, scoped in RadiusMessage message) => Write(ObservationKind.Radius, context, message.Bytes);

    public void Move(Instant time) => Write(new Observation { Kind = ObservationKind.Move, Time = time.Nanoseconds }, default, default, default);

    /// <param name="counts">By <see cref="FrameOutcome"/>.</param>
    public void Outcomes(ReadOnlySpan<long> counts) => Write(new Observation { Kind = ObservationKind.Outcomes }, default, default, MemoryMarshal.AsBytes(counts));

    public void Lost(Instant time, long frames) =>
        Write(new Observation { Kind = ObservationKind.Lost, Time = time.Nanoseconds }, default, default, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in frames)));

    /// <summary>Hands over what was written; nothing more will come whose place is at most <paramref name="upTo"/>.</summary>
    public void Publish(long upTo)
    {
        if (_chunk is null)
        {
            _lane.Advance(upTo);
            return;
        }
        _chunk.UpTo = upTo;
        _lane.Publish(_chunk);
        _chunk = null;
    }

    private void Write(ObservationKind kind, scoped in FrameContext context, ReadOnlySpan<byte> body) => Write(
        new Observation
        {
            Kind = kind,
            Time = context.Time.Nanoseconds,
            AddressesLength = (byte)context.Addresses.Length,
            LinkLength = (byte)Math.Min(context.LinkSource.Length, MostLink),
            HopLimit = context.HopLimit,
            SourcePort = context.SourcePort,
            DestinationPort = context.DestinationPort,
        },
        context.Addresses,
        context.LinkSource,
        body);

    private void Write(in Observation observation, ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> link, ReadOnlySpan<byte> body)
    {
        var head = observation;
        var length = _headLength + addresses.Length + head.LinkLength + body.Length;
        head.Order = Order;
        head.BodyLength = body.Length;
        head.Length = (length + Observation.Alignment - 1) & -Observation.Alignment;
        if (head.Length > ObservationChunk.Capacity)
        {
            TooLong++;
            return;
        }
        if (_chunk is { } full && full.Length + head.Length > ObservationChunk.Capacity)
        {
            full.UpTo = Order - 1; // more of this place may follow
            _lane.Publish(full);
            _chunk = null;
        }
        _chunk ??= _lane.Rent();
        var rest = _chunk.Bytes.AsSpan(_chunk.Length, head.Length);
        MemoryMarshal.Write(rest, head);
        rest = rest[_headLength..];
        addresses.CopyTo(rest);
        rest = rest[addresses.Length..];
        link[..head.LinkLength].CopyTo(rest);
        body.CopyTo(rest[head.LinkLength..]);
        _chunk.Length += head.Length;
    }
}
