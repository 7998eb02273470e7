using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>The streams that wait for bytes, and their buffers. One that waits too long, or must make way, is read as far as it came.</summary>
internal sealed class OpenStreams
{
    /// <summary>A lost segment is sent again after one second, then two, then four (RFC 6298 2.1, 5.5).</summary>
    private const long LongestWait = 10 * Instant.NanosecondsPerSecond;

    /// <summary>Length prefix and message of DNS; hellos and requests have bounds of their own.</summary>
    private const int LongestMessage = ushort.MaxValue + 2;

    /// <summary>Hello and the headers of its records.</summary>
    private const int LongestHello = 1 << 15;
    private const int LongestRequest = 1 << 14;

    private readonly BoundedTable<FlowKey, OpenStream> _streams;

    /// <summary>Those of them that are held, by age: they make way before any that began.</summary>
    private readonly BoundedTable<FlowKey, bool> _held;
    private readonly MessageBufferPool _pool;
    private readonly StreamMessages _messages;
    private readonly FlowTable _flows;
    private readonly ReassemblyCounters _counters;

    public OpenStreams(int capacity, long budget, StreamMessages messages, FlowTable flows, ReassemblyCounters counters)
    {
        _streams = new BoundedTable<FlowKey, OpenStream>(capacity);
        _held = new BoundedTable<FlowKey, bool>(capacity);
        _pool = new MessageBufferPool(LongestMessage, budget);
        _messages = messages;
        _flows = flows;
        _counters = counters;
    }

    /// <summary>Streams from a port of servers to one of clients, of which the segments that do not begin anything matter too.</summary>
    public int FromServers { get; private set; }

    /// <summary>No stream that began must make way for one that is held.</summary>
    public bool HasRoomToHold => !_streams.IsFull || _held.Count > 0;

    private FlowKey NextToGo => _held.Count > 0 ? _held.OldestKey : _streams.OldestKey;

    /// <summary>Bytes of all buffers.</summary>
    public long Used => _pool.Used;

    /// <summary>How many bytes may be waited for, from the beginning on.</summary>
    public static int Reach(StreamKind kind) => kind switch
    {
        StreamKind.Dns => LongestMessage,
        StreamKind.Http => LongestRequest,
        _ => LongestHello,
    };

    /// <returns>A null reference when it is not there; good until the next change of the table.</returns>
    public ref OpenStream Find(in FlowKey key) => ref _streams.Count == 0 ? ref Unsafe.NullRef<OpenStream>() : ref _streams.Find(key);

    /// <summary>Opens a stream that is neither here nor among the flows.</summary>
    public ref OpenStream Open(in FlowKey key, in TcpFlow flow, Instant time)
    {
        if (_streams.IsFull)
        {
            Evict();
        }
        MessageBuffer? buffer;
        while ((buffer = _pool.TryRent()) is null)
        {
            Evict();
        }
        _counters.StreamsOpened++;
        ref var stream = ref _streams.Add(key, time);
        stream.Flow = flow;
        stream.Buffer = buffer;
        FromServers += TcpStreams.IsFromServer((ushort)(key.Ports >> 16), (ushort)key.Ports) ? 1 : 0;
        return ref stream;
    }

    /// <summary>Opens a stream with its first piece, out of what is known of its flow.</summary>
    public ref OpenStream Start(scoped in FrameContext context, in FlowKey key, in TcpFlow flow, in StreamProgress progress, ReadOnlySpan<byte> payload)
    {
        var copy = flow; // may stand in the table
        _flows.Remove(key);
        Open(key, copy, context.Time).Progress = progress;
        TryAdd(key, context, 0, payload);
        ref var open = ref Find(key);
        open.Shown = payload.Length;
        return ref open;
    }

    /// <summary>Takes a piece. Older streams make way where the budget is used up.</summary>
    /// <param name="key">Of the stream, which is here.</param>
    /// <param name="context">Of the piece's frame.</param>
    /// <param name="offset">From the beginning of the stream; negative where the stream begins earlier than was thought.</param>
    /// <param name="piece">Not empty.</param>
    public bool TryAdd(in FlowKey key, scoped in FrameContext context, int offset, ReadOnlySpan<byte> piece)
    {
        while (true)
        {
            ref var stream = ref _streams.Find(key);
            var reach = Reach(stream.Progress.Kind);
            if ((offset < 0 ? Math.Max(stream.Buffer.End - (long)offset, piece.Length) : (long)offset + piece.Length) > reach)
            {
                return false;
            }
            if (offset < 0 && stream.Buffer.TryPrepend(-offset))
            {
                stream.Flow.Next += (uint)offset;
                offset = 0;
            }
            if (offset >= 0 && stream.Buffer.TryAdd(offset, piece))
            {
                stream.Time = context.Time;
                stream.Number = context.Number;
                stream.Pieces++;
                return true;
            }
            if (stream.Buffer.IsTorn)
            {
                return false;
            }
            if (NextToGo == key)
            {
                _counters.StreamEvictions++;
                return false;
            }
            Evict();
        }
    }

    /// <summary>No beginning was seen: the pieces are held in the hope that one comes.</summary>
    public void Hold(in FlowKey key, Instant time)
    {
        _streams.Find(key).IsHeld = true;
        _held.Add(key, time);
    }

    public void Release(in FlowKey key)
    {
        _streams.Find(key).IsHeld = false;
        _held.Remove(key);
    }

    public void Renew(in FlowKey key, Instant time) => _streams.Renew(key, time);

    /// <summary>The stream needs no buffer any more.</summary>
    /// <param name="key">Of the stream, which is here.</param>
    /// <param name="time">Of the frame that settled it.</param>
    /// <param name="isForgotten">Its next segment finds a flow that is not known.</param>
    public void Close(in FlowKey key, Instant time, bool isForgotten = false)
    {
        ref var stream = ref _streams.Find(key);
        var flow = stream.Flow;
        _pool.Return(stream.Buffer);
        var copy = key; // the key may stand in the entry that goes
        _streams.Remove(copy);
        _held.Remove(copy);
        FromServers -= TcpStreams.IsFromServer((ushort)(copy.Ports >> 16), (ushort)copy.Ports) ? 1 : 0;
        if (!isForgotten)
        {
            _flows.Add(copy, flow, time);
        }
    }

    /// <summary>Reads a stream as far as it came: no more will come.</summary>
    public void Finish(in FlowKey key)
    {
        var copy = key;
        ref var stream = ref _streams.Find(copy);
        _counters.StreamsUnfinished++;
        Span<byte> addresses = stackalloc byte[32];
        var context = new FrameContext(stream.Time, stream.Number)
        {
            Addresses = addresses[..Write(copy, addresses)],
            SourcePort = (ushort)(copy.Ports >> 16),
            DestinationPort = (ushort)copy.Ports,
            IsTcp = true,
        };
        FinishWith(copy, ref stream, context);
    }

    /// <summary>At this time the oldest stream has not waited too long.</summary>
    public Instant QuietUntil => _streams.Count == 0 ? Instant.MaxValue : new Instant(_streams.OldestTime.Nanoseconds + LongestWait);

    /// <summary>Finishes the streams that have waited too long.</summary>
    public void Expire(Instant now)
    {
        while (_streams.Count > 0 && now.Nanoseconds - _streams.OldestTime.Nanoseconds > LongestWait)
        {
            Finish(_streams.OldestKey);
        }
    }

    /// <summary>Finishes all streams: the input has ended.</summary>
    public void FinishAll()
    {
        while (_streams.Count > 0)
        {
            Finish(_streams.OldestKey);
        }
    }

    /// <summary>As <see cref="Finish"/>, where the frame that ends the stream is known.</summary>
    public FrameOutcome FinishWith(in FlowKey key, ref OpenStream stream, scoped in FrameContext context)
    {
        var outcome = FrameOutcome.NotOfInterest;
        if (stream.Progress.Kind != StreamKind.Dns && !stream.IsHeld)
        {
            var bytes = stream.Buffer.Start;
            outcome = _messages.Read(context, ref stream.Progress, bytes, stream.IsMidStream, isLast: true);
            stream.Flow.HasHello |= stream.Progress.IsHelloTold;
            if (!stream.Progress.IsTold && stream.Flow.HasSyn && !stream.IsMidStream
                && context.DestinationPort == TcpStreams.TlsPort)
            {
                _messages.Unread(context);
            }
        }
        stream.Flow.Next += (uint)stream.Buffer.End;
        stream.Flow.Stage = FlowStage.Settled;
        Close(key, context.Time, isForgotten: DnsStreams.IsDns(context)); // so that DNS may be understood again at a later message
        return outcome;
    }

    private void Evict()
    {
        _counters.StreamEvictions++;
        Finish(NextToGo);
    }

    private static int Write(in FlowKey key, Span<byte> addresses)
    {
        if (key.Source.IsIpv4 && key.Destination.IsIpv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(addresses, (uint)key.Source.Low);
            BinaryPrimitives.WriteUInt32BigEndian(addresses[4..], (uint)key.Destination.Low);
            return 8;
        }
        Write(key.Source, addresses);
        Write(key.Destination, addresses[16..]);
        return 32;
    }

    private static void Write(IpAddress address, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], address.Low);
    }
}
