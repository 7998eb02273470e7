using System.Runtime.CompilerServices;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>
/// The hellos in QUIC that wait for more pieces. One that waits too long, or must make way, is read as far as it came: a connection that
/// begins is told in any case, with a name or without.
/// </summary>
internal sealed class UnfinishedHellos
{
    /// <summary>A hello, as long as TLS clients send it, and its handshake header.</summary>
    public const int LongestHello = 4 + (16 << 10);

    private const int MostHellos = 1 << 12;
    private const long BufferBudget = 32 << 20;
    private readonly IFrameObserver _observer;
    private readonly long _lifetimeSeconds;
    private readonly BoundedTable<FlowKey, UnfinishedHello> _hellos = new(MostHellos);
    private readonly MessageBufferPool _buffers = new(LongestHello, BufferBudget);

    public UnfinishedHellos(IFrameObserver observer, long lifetimeSeconds)
    {
        _observer = observer;
        _lifetimeSeconds = lifetimeSeconds;
    }

    public int Count => _hellos.Count;

    /// <summary>Bytes of all buffers.</summary>
    public long BufferBytes => _buffers.Used;

    /// <summary>Those that made way for newer ones.</summary>
    public long Evictions { get; private set; }

    /// <summary>Those whose rest never came.</summary>
    public long Expired { get; private set; }

    /// <summary>For the piece of this frame.</summary>
    /// <returns>Null when the hello is not here.</returns>
    public MessageBuffer? Find(in FlowKey key, scoped in FrameContext context)
    {
        ref var hello = ref _hellos.Find(key);
        if (Unsafe.IsNullRef(ref hello))
        {
            return null;
        }
        (hello.Time, hello.Number) = (context.Time, context.Number);
        return hello.Buffer;
    }

    /// <summary>A buffer for a hello that is not here. The oldest ones make way.</summary>
    public MessageBuffer Open(in FlowKey key, scoped in FrameContext context, uint version)
    {
        if (_hellos.IsFull)
        {
            Evict();
        }
        MessageBuffer? buffer;
        while ((buffer = _buffers.TryRent()) is null)
        {
            Evict();
        }
        _hellos.Add(key, context.Time) = new UnfinishedHello { Buffer = buffer, Version = version, Time = context.Time, Number = context.Number };
        return buffer;
    }

    /// <summary>Its connection is told.</summary>
    public void Forget(in FlowKey key)
    {
        ref var hello = ref _hellos.Find(key);
        if (!Unsafe.IsNullRef(ref hello))
        {
            _buffers.Return(hello.Buffer);
            _hellos.Remove(key);
        }
    }

    /// <summary>Reads a hello, if it is here, as far as it came: no more will come.</summary>
    public void Finish(in FlowKey key)
    {
        ref var hello = ref _hellos.Find(key);
        if (Unsafe.IsNullRef(ref hello))
        {
            return;
        }
        var copy = key; // the key may stand in the entry that goes
        Span<byte> addresses = stackalloc byte[FlowKey.AddressesLength];
        var context = new FrameContext(hello.Time, hello.Number)
        {
            Addresses = addresses[..copy.WriteAddresses(addresses)],
            SourcePort = (ushort)(copy.Ports >> 16),
            DestinationPort = (ushort)copy.Ports,
        };
        if (ClientHello.TryReadCut(hello.Buffer.Start, out var cut) == DecodeStatus.Ok)
        {
            _observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Quic, hello.Version, false), cut);
        }
        else
        {
            _observer.ObserveUnread(context, UnreadKind.Quic);
        }
        Forget(copy);
    }

    /// <summary>At this time the oldest hello has not waited too long.</summary>
    public Instant QuietUntil => _hellos.Count == 0 ? Instant.MaxValue : _hellos.OldestTime.AddSeconds(_lifetimeSeconds);

    /// <summary>Finishes the hellos that have waited too long.</summary>
    public void Expire(Instant now)
    {
        while (_hellos.Count > 0 && _hellos.OldestTime.AddSeconds(_lifetimeSeconds) < now)
        {
            Expired++;
            Finish(_hellos.OldestKey);
        }
    }

    /// <summary>Finishes all: the input has ended.</summary>
    public void FinishAll()
    {
        while (_hellos.Count > 0)
        {
            Expired++;
            Finish(_hellos.OldestKey);
        }
    }

    private void Evict()
    {
        Evictions++;
        Finish(_hellos.OldestKey);
    }
}
