using System.Runtime.CompilerServices;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>
/// Reads the hello of a QUIC client out of its Initials, in as many packets and datagrams as it takes (RFC 9312 3.4.1). A connection begins with
/// the first Initial that its own destination id opens; its sender is the client. Once the hello is told, the connection's further
/// Initials (acknowledgements, repetitions) cost a look-up.
/// </summary>
internal sealed class QuicConnections
{
    /// <summary>RFC 9000 14.1: so long is every datagram of a client with an Initial.</summary>
    private const int ShortestDatagram = 1200;

    private const ushort HttpsPort = 443, HttpPort = 80;

    /// <summary>A client forgets its Initial keys as soon as the handshake goes on (RFC 9001 4.9.1).</summary>
    private const long LifetimeSeconds = 30;

    private const int MostConnections = 1 << 16;
    private const int MostUnread = 1 << 14;

    /// <summary>So many Initials of a connection may fail to open before no more are tried.</summary>
    private const int MostFailures = 3;

    private readonly IFrameObserver _observer;
    private readonly BoundedTable<FlowKey, QuicConnection> _connections = new(MostConnections);

    /// <summary>Apart from the connections, so that a flood of what cannot be read displaces nothing that can. The value is the failures.</summary>
    private readonly BoundedTable<FlowKey, int> _unread = new(MostUnread);
    private readonly UnfinishedHellos _unfinished;
    private readonly byte[] _plaintext = new byte[ushort.MaxValue];

    private long _evictions, _abandoned;

    public QuicConnections(IFrameObserver observer)
    {
        _observer = observer;
        _unfinished = new UnfinishedHellos(observer, LifetimeSeconds);
    }

    /// <summary>Initials that no key opened.</summary>
    public long Undecryptable { get; private set; }

    /// <summary>Connections and unfinished hellos that made way for newer ones.</summary>
    public long Evictions => _evictions + _unfinished.Evictions;

    /// <summary>Hellos that were given up: too long, in too many pieces, no hello, or never whole.</summary>
    public long Abandoned => _abandoned + _unfinished.Expired;

    /// <summary>Bytes of unfinished hellos.</summary>
    public long BufferBytes => _unfinished.BufferBytes;

    public int Unfinished => _unfinished.Count;

    /// <summary>A quick look for a client's datagram with a long header, before any length is believed. Some stacks send short ones.</summary>
    public static bool MayBegin(scoped in FrameContext context, ReadOnlySpan<byte> payload) =>
        payload.Length > QuicLongHeader.LongestConnectionId && (payload[0] & 0x80) != 0
        && (payload.Length >= ShortestDatagram || context.DestinationPort == HttpsPort)
        // Servers have these ports, and clients never (RFC 6335 6).
        && (context.SourcePort is not (HttpsPort or HttpPort) || context.DestinationPort == context.SourcePort);

    /// <summary>Until this time nothing expires that is waited for now.</summary>
    public Instant QuietUntil => _unfinished.QuietUntil;

    /// <summary>Tells of the connections whose hello did not become whole in time. Cheap: for every frame.</summary>
    public void Expire(Instant now) => _unfinished.Expire(now);

    /// <summary>The input has ended: hellos whose rest never came are read as far as they did.</summary>
    public void Close() => _unfinished.FinishAll();

    public FrameOutcome Read(scoped in FrameContext context, ReadOnlySpan<byte> payload)
    {
        // Another protocol's payload may begin with a bit that is 1: only on the port of sites is it taken for a broken or unknown QUIC.
        var isHttps = context.DestinationPort == HttpsPort;
        var status = QuicLongHeader.TryRead(payload, out var header);
        if (status != DecodeStatus.Ok || header.Version.IsNegotiation || header.Version.ForcesNegotiation)
        {
            return FrameOutcome.NotOfInterest;
        }
        // Here and not where room is needed: what a connection is must not depend on how many others there are.
        RemoveOver(_connections, context.Time);
        RemoveOver(_unread, context.Time);
        var key = FlowKey.Of(context);
        if (!header.Version.IsKnown)
        {
            return isHttps && payload.Length >= ShortestDatagram ? Unread(context, key) : FrameOutcome.NotOfInterest;
        }
        if (Unsafe.IsNullRef(ref _connections.Find(key)) && !Unsafe.IsNullRef(ref _connections.Find(key.Reversed)))
        {
            return FrameOutcome.NotOfInterest; // the server's
        }
        return ReadPackets(context, key, header, payload);
    }

    /// <summary>Walks the packets of a datagram (RFC 9000 12.2). All of it have one destination id, so keys are derived once at the most.</summary>
    private FrameOutcome ReadPackets(scoped in FrameContext context, in FlowKey key, scoped in QuicLongHeader header, ReadOnlySpan<byte> payload)
    {
        var id = QuicConnectionId.Of(header);
        var outcome = FrameOutcome.NotOfInterest;
        var mayDerive = true;
        while (QuicPacket.TryRead(payload, out var packet) == DecodeStatus.Ok)
        {
            if (packet.Type == QuicPacketType.Initial && QuicConnectionId.Of(packet.Header) == id)
            {
                var initial = ReadInitial(context, key, id, packet, ref mayDerive);
                if (initial is FrameOutcome.Classified || outcome is not FrameOutcome.Classified && initial is not FrameOutcome.NotOfInterest)
                {
                    outcome = initial;
                }
            }
            payload = payload[packet.Bytes.Length..];
        }
        return outcome;
    }

    private FrameOutcome ReadInitial(scoped in FrameContext context, in FlowKey key, in QuicConnectionId id, scoped in QuicPacket packet, ref bool mayDerive)
    {
        ref var connection = ref _connections.Find(key);
        var isNew = Unsafe.IsNullRef(ref connection);
        if (!isNew)
        {
            if (connection.IsSettled && (connection.Failures >= MostFailures || id == connection.KeyId || id == connection.KnownId))
            {
                return FrameOutcome.NotOfInterest;
            }
            if (TryOpen(connection.Keys, packet, out var known))
            {
                connection.KnownId = id;
                return connection.IsSettled ? FrameOutcome.NotOfInterest : Collect(context, key, id.Version, ref connection, known);
            }
            if (id == connection.KeyId)
            {
                return Fail(context, key, ref connection);
            }
        }
        else if (_unread.Count > 0 && !Unsafe.IsNullRef(ref _unread.Find(key)) && _unread.Find(key) >= MostFailures)
        {
            return FrameOutcome.NotOfInterest;
        }
        // A new connection, or one behind a Retry (RFC 9001 5.2), or the next one with the same ports: the keys come from the packet's own id.
        if (!mayDerive || !QuicInitialKeys.TryDerive(packet.Header.Version, packet.Header.DestinationId, out var keys) || !TryOpen(keys, packet, out var frames))
        {
            mayDerive = false;
            return isNew ? Unread(context, key) : Fail(context, key, ref connection);
        }
        mayDerive = false;
        if (isNew)
        {
            _unfinished.Finish(key); // of a connection that was forgotten before its hello was
        }
        else
        {
            _unfinished.Forget(key); // behind a Retry the same hello comes again
            _connections.Renew(key, context.Time);
        }
        ref var begun = ref isNew ? ref Add(key, context.Time) : ref connection;
        begun = new QuicConnection { Keys = keys, KeyId = id, KnownId = id };
        return Collect(context, key, id.Version, ref begun, frames);
    }

    private bool TryOpen(in QuicInitialKeys keys, scoped in QuicPacket packet, out QuicFrames frames)
    {
        frames = default;
        return keys.TryOpen(packet, _plaintext, out var length) && QuicFrames.TryRead(_plaintext.AsSpan(0, length), out frames) == DecodeStatus.Ok;
    }

    /// <summary>Puts the pieces of the hello together, and tells it when it is whole.</summary>
    private FrameOutcome Collect(scoped in FrameContext context, in FlowKey key, uint version, ref QuicConnection connection, scoped in QuicFrames frames)
    {
        var buffer = connection.HasPieces ? _unfinished.Find(key, context) : null;
        if (connection.HasPieces && buffer is null)
        {
            connection.IsSettled = true; // it had to make way, and was told then
            return FrameOutcome.NotOfInterest;
        }
        var isPiece = false;
        foreach (var frame in frames.CryptoFrames)
        {
            if (buffer is null && frame.Offset == 0 && ClientHello.TryRead(frame.Data, out var hello) == DecodeStatus.Ok)
            {
                return Tell(context, version, ref connection, hello);
            }
            isPiece = true;
            connection.HasPieces = true;
            buffer ??= _unfinished.Open(key, context, version);
            if (frame.Offset > UnfinishedHellos.LongestHello || !buffer.TryAdd((int)frame.Offset, frame.Data))
            {
                return Abandon(context, key, ref connection);
            }
        }
        if (!isPiece || buffer is null)
        {
            return FrameOutcome.NotOfInterest;
        }
        switch (ClientHello.TryRead(buffer.Start, out var whole))
        {
            case DecodeStatus.Ok:
                var outcome = Tell(context, version, ref connection, whole);
                _unfinished.Forget(key);
                return outcome;
            case DecodeStatus.Truncated:
                return FrameOutcome.Segment;
            default:
                return Abandon(context, key, ref connection);
        }
    }

    private FrameOutcome Tell(scoped in FrameContext context, uint version, ref QuicConnection connection, scoped in ClientHello hello)
    {
        connection.IsSettled = true;
        _observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Quic, version, false), hello);
        return FrameOutcome.Classified;
    }

    private FrameOutcome Abandon(scoped in FrameContext context, in FlowKey key, ref QuicConnection connection)
    {
        _abandoned++;
        _unfinished.Forget(key);
        connection.IsSettled = true;
        _observer.ObserveUnread(context, UnreadKind.Quic);
        return FrameOutcome.Unsupported;
    }

    /// <summary>An Initial of a known connection that its keys do not open: forged, or damaged.</summary>
    private FrameOutcome Fail(scoped in FrameContext context, in FlowKey key, ref QuicConnection connection)
    {
        Undecryptable++;
        if (++connection.Failures < MostFailures || connection.IsSettled)
        {
            return connection.IsSettled ? FrameOutcome.NotOfInterest : FrameOutcome.Unsupported;
        }
        return Abandon(context, key, ref connection);
    }

    /// <summary>A connection that begins and cannot be read: told once. On other ports than the sites' it may be anything.</summary>
    private FrameOutcome Unread(scoped in FrameContext context, in FlowKey key)
    {
        Undecryptable++;
        if (context.DestinationPort != HttpsPort)
        {
            return FrameOutcome.NotOfInterest;
        }
        ref var failures = ref _unread.Find(key);
        if (!Unsafe.IsNullRef(ref failures))
        {
            failures++;
            return FrameOutcome.Unsupported;
        }
        MakeRoom(_unread);
        _unread.Add(key, context.Time) = 1;
        _observer.ObserveUnread(context, UnreadKind.Quic);
        return FrameOutcome.Unsupported;
    }

    private ref QuicConnection Add(in FlowKey key, Instant now)
    {
        MakeRoom(_connections);
        return ref _connections.Add(key, now);
    }

    private static void RemoveOver<TValue>(BoundedTable<FlowKey, TValue> table, Instant now)
    {
        while (table.Count > 0 && table.OldestTime.AddSeconds(LifetimeSeconds) < now)
        {
            table.RemoveOldest();
        }
    }

    private void MakeRoom<TValue>(BoundedTable<FlowKey, TValue> table)
    {
        if (table.IsFull)
        {
            _evictions++;
            table.RemoveOldest();
        }
    }
}
