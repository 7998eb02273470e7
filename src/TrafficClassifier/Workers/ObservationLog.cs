using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Workers;

/// <summary>Writes down what a worker's dissector tells, with the messages' bytes, for <see cref="ObservationReader"/> to tell once more.</summary>
internal sealed class ObservationLog : IFrameObserver
{
    /// <summary>More VLAN tags than a frame has that anybody means; the rest is left out.</summary>
    private const int LongestTags = 32;

    private readonly LogExchange _exchange;
    private readonly int _worker;
    private LogChunk _chunk;
    private long _order = long.MinValue;
    private ObservationStep _step;

    public ObservationLog(LogExchange exchange, int worker)
    {
        _exchange = exchange;
        _worker = worker;
        _chunk = exchange.Rent(worker);
    }

    /// <summary>Something was written that is not handed over.</summary>
    public bool HasRecords => _chunk.Length > 0;

    /// <summary>So much that it is time to hand it over.</summary>
    public bool IsHalfFull => _chunk.Length > LogChunk.UsualLength / 2;

    /// <summary>Where in the order stands what is written from now on. Never before what was written.</summary>
    public void MoveTo(long order, ObservationStep step)
    {
        _order = order;
        _step = step;
    }

    /// <summary>Frames of a minute by outcome, and as the last figure those that were lost.</summary>
    public void WriteFrames(Instant minute, ReadOnlySpan<long> figures)
    {
        var context = new FrameContext(minute, 0);
        Write(context, new ObservationRecord { Kind = ObservationKind.Frames }, MemoryMarshal.AsBytes(figures));
    }

    /// <summary>The frames have come to the minute of this time.</summary>
    public void WriteMinute(Instant time)
    {
        var context = new FrameContext(time, 0);
        Write(context, new ObservationRecord { Kind = ObservationKind.Minute }, default);
    }

    /// <summary>There is room without handing over what was written.</summary>
    public bool HasRoomFor(int length) => _chunk.Length == 0 || LogChunk.UsualLength - _chunk.Length >= Unsafe.SizeOf<ObservationRecord>() + length + 8;

    /// <summary>What a line of a log told.</summary>
    public void WriteLogRecords(Instant time, ReadOnlySpan<byte> records)
    {
        var context = new FrameContext(time, 0);
        Write(context, new ObservationRecord { Kind = ObservationKind.LogRecords }, records);
    }

    /// <summary>Hands over what was written.</summary>
    /// <param name="watermark">Everything up to this order is told.</param>
    /// <param name="isLast">Nothing more comes.</param>
    public void HandOver(long watermark, bool isLast = false)
    {
        _chunk.Watermark = watermark;
        _chunk.IsLast = isLast;
        _exchange.Post(_worker, _chunk);
        if (!isLast)
        {
            _chunk = _exchange.Rent(_worker);
        }
    }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Dns, Detail = (byte)kind }, message.Bytes);

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello)
    {
        var record = new ObservationRecord
        {
            Kind = ObservationKind.ClientHello,
            Detail = (byte)origin.Transport,
            QuicVersion = origin.QuicVersion,
            IsMidStream = origin.IsMidStream,
        };
        Write(context, record, hello.Bytes);
    }

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.GoogleHello }, hello.Bytes);

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.HttpRequest }, request.Bytes);

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Dhcp }, message.Bytes);

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Dhcpv6 }, message.Bytes);

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Neighbour }, message.Bytes);

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Arp }, packet.Bytes);

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Radius }, message.Bytes);

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind) =>
        Write(context, new ObservationRecord { Kind = ObservationKind.Unread, Detail = (byte)kind }, default);

    private void Write(scoped in FrameContext context, ObservationRecord record, ReadOnlySpan<byte> message)
    {
        var tags = context.VlanTags[..Math.Min(context.VlanTags.Length, LongestTags)];
        record.Order = _order;
        record.Step = _step;
        record.Time = context.Time.Nanoseconds;
        record.Number = context.Number;
        record.SourcePort = context.SourcePort;
        record.DestinationPort = context.DestinationPort;
        record.Identification = context.Identification;
        record.HopLimit = context.HopLimit;
        record.Depth = (byte)context.Depth;
        record.IsTcp = context.IsTcp;
        record.AddressesLength = (byte)context.Addresses.Length;
        record.LinkSourceLength = (byte)context.LinkSource.Length;
        record.VlanTagsLength = (byte)tags.Length;
        record.MessageLength = message.Length;
        var tail = Append(record);
        context.Addresses.CopyTo(tail);
        context.LinkSource.CopyTo(tail[context.Addresses.Length..]);
        tags.CopyTo(tail[(context.Addresses.Length + context.LinkSource.Length)..]);
        message.CopyTo(tail[^message.Length..]);
    }

    private Span<byte> Append(in ObservationRecord record)
    {
        var length = Unsafe.SizeOf<ObservationRecord>() + record.TailLength;
        Span<byte> bytes;
        while (!_chunk.TryReserve(length, out bytes))
        {
            HandOver(_order - 1); // of this order more may come
        }
        MemoryMarshal.Write(bytes, record);
        return bytes[Unsafe.SizeOf<ObservationRecord>()..];
    }
}
