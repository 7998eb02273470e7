using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Workers;

/// <summary>Reads one worker's log, record by record, and shows each message as if its frame were still there.</summary>
internal sealed class LogCursor
{
    private static readonly int _headLength = Unsafe.SizeOf<Observation>();
    private readonly Queue<ObservationChunk> _chunks = new();
    private readonly Stack<ObservationChunk> _read = new();
    private int _at;

    public LogCursor(LogLane lane) => Lane = lane;

    public LogLane Lane { get; }

    /// <summary>Of the next record; the greatest there is without one.</summary>
    public long NextOrder => _chunks.TryPeek(out var chunk) ? Head(chunk).Order : long.MaxValue;

    /// <summary>Takes over what the worker has handed in, and gives back what was read. With the confluence's lock held.</summary>
    public void Exchange()
    {
        while (_read.TryPop(out var read))
        {
            Lane.Return(read);
        }
        while (Lane.TryTake(out var chunk))
        {
            if (chunk!.Length > 0)
            {
                _chunks.Enqueue(chunk);
            }
            else
            {
                Lane.Return(chunk);
            }
        }
    }

    /// <summary>Tells the next record, which there is, to the pipeline.</summary>
    public void Read(Pipeline pipeline)
    {
        var chunk = _chunks.Peek();
        var head = Head(chunk);
        Tell(head, chunk.Bytes.AsSpan(_at + _headLength, head.Length - _headLength), pipeline);
        _at += head.Length;
        if (_at == chunk.Length)
        {
            _at = 0;
            _read.Push(_chunks.Dequeue());
        }
    }

    public void Discard()
    {
        _at = 0;
        while (_chunks.TryDequeue(out var chunk))
        {
            _read.Push(chunk);
        }
    }

    private Observation Head(ObservationChunk chunk) => MemoryMarshal.Read<Observation>(chunk.Bytes.AsSpan(_at));

    private static void Tell(in Observation head, ReadOnlySpan<byte> rest, Pipeline pipeline)
    {
        var time = new Instant(head.Time);
        var addresses = rest[..head.AddressesLength];
        var body = rest.Slice(head.AddressesLength + head.LinkLength, head.BodyLength);
        switch (head.Kind)
        {
            case ObservationKind.Name:
                TellName(head, MemoryMarshal.Cast<byte, ulong>(addresses), body, pipeline.Target);
                return;
            case ObservationKind.Move:
                pipeline.MoveTo(time);
                return;
            case ObservationKind.Outcomes:
                pipeline.Count(MemoryMarshal.Cast<byte, long>(body));
                return;
            case ObservationKind.Lost:
                pipeline.CountLost(time, MemoryMarshal.Read<long>(body));
                return;
        }
        var context = new FrameContext(time, 0)
        {
            Addresses = addresses,
            LinkSource = rest.Slice(head.AddressesLength, head.LinkLength),
            HopLimit = head.HopLimit,
            SourcePort = head.SourcePort,
            DestinationPort = head.DestinationPort,
        };
        TellMessage(head.Kind, context, body, pipeline.Target);
    }

    private static void TellName(in Observation head, ReadOnlySpan<ulong> addresses, ReadOnlySpan<byte> domain, ISightingTarget target) =>
        target.Take(new SeenName(new Instant(head.Time), new IpAddress(addresses[0], addresses[1]), domain, head.Evidence)
        {
            Server = new IpAddress(addresses[2], addresses[3]),
            IsEncryptedHello = head.IsEncryptedHello,
            NeedsAnswers = head.NeedsAnswers,
            OutOfSight = head.OutOfSight,
        });

    /// <summary>The doors opened before, so they open again.</summary>
    private static void TellMessage(ObservationKind kind, scoped in FrameContext context, ReadOnlySpan<byte> body, ISightingTarget target)
    {
        switch (kind)
        {
            case ObservationKind.Answer when DnsMessage.TryRead(body, out var message) == DecodeStatus.Ok:
                target.TakeAnswer(context, message);
                break;
            case ObservationKind.Dhcp when DhcpMessage.TryRead(body, out var message) == DecodeStatus.Ok:
                target.TakeDhcp(context, message);
                break;
            case ObservationKind.Dhcpv6 when Dhcpv6Message.TryRead(body, out var message) == DecodeStatus.Ok:
                target.TakeDhcpv6(context, message);
                break;
            case ObservationKind.Neighbour when NeighbourMessage.TryRead(body, out var message) == DecodeStatus.Ok:
                target.TakeNeighbour(context, message);
                break;
            case ObservationKind.Arp when ArpPacket.TryRead(body, out var packet) == DecodeStatus.Ok:
                target.TakeArp(context, packet);
                break;
            case ObservationKind.Radius when RadiusMessage.TryRead(body, out var message) == DecodeStatus.Ok:
                target.TakeRadius(context, message);
                break;
        }
    }
}
