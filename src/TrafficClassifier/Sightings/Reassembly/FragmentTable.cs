using System.Runtime.CompilerServices;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// Makes packets whole again. Fragments that overlap refuse their packet, as RFC 5722 4 wants it of IPv6: hosts differ in which bytes they
/// keep, so nobody can tell what the receiver read, and no honest sender makes them; for the same reasons it holds for IPv4 here. The
/// same fragment once more is no overlap (RFC 8200 4.5): networks repeat packets.
/// </summary>
internal sealed class FragmentTable
{
    /// <summary>RFC 791 3.2 proposes 15 seconds, RFC 1122 3.3.2 60 to 120, RFC 8200 4.5 says 60; Linux waits 30.</summary>
    private const long LongestWait = 30 * Instant.NanosecondsPerSecond;

    /// <summary>A mirror's second copy of the fragments comes within this time; what comes later under the same identification is another packet.</summary>
    private const long RepeatWindow = 50_000_000;

    private const int LongestPayload = ushort.MaxValue;

    private readonly BoundedTable<FragmentKey, FragmentedPacket> _packets;
    private readonly MessageBufferPool _pool;
    private readonly ReassemblyCounters _counters;

    public FragmentTable(ReassemblyCounters counters, int capacity = 1 << 11, long budget = 1 << 23)
    {
        _packets = new BoundedTable<FragmentKey, FragmentedPacket>(capacity);
        _pool = new MessageBufferPool(LongestPayload, budget);
        _counters = counters;
    }

    /// <summary>Bytes of all buffers.</summary>
    public long Used => _pool.Used;

    /// <summary>Takes a fragment.</summary>
    /// <param name="now">The frame's time.</param>
    /// <param name="key">Of its packet.</param>
    /// <param name="place">Where in the packet.</param>
    /// <param name="piece">Its payload.</param>
    /// <param name="isCut">The capture does not hold all of it, so the packet will not be whole.</param>
    /// <param name="whole">The packet's payload, if this was the last that was missing; to be given back by <see cref="Return"/>.</param>
    public FrameOutcome Add(Instant now, in FragmentKey key, FragmentPlace place, ReadOnlySpan<byte> piece, bool isCut, out MessageBuffer? whole)
    {
        whole = null;
        Expire(now);
        if (isCut)
        {
            return FrameOutcome.Truncated;
        }
        // RFC 8200 4.5: a length that is no multiple of 8 in any but the last, or an end behind 65,535, is an error.
        if (piece.IsEmpty || (place.HasMore && piece.Length % 8 != 0) || place.Offset + piece.Length > LongestPayload)
        {
            return FrameOutcome.Malformed;
        }
        ref var packet = ref Find(key, now);
        if (packet.Buffer is null)
        {
            return packet.IsRefused ? FrameOutcome.Malformed : FrameOutcome.Duplicate;
        }
        if (!TryAdd(now, key, place, piece))
        {
            return FrameOutcome.Malformed;
        }
        packet = ref _packets.Find(key);
        if (packet.Length == 0 || packet.Buffer!.Start.Length < packet.Length)
        {
            return FrameOutcome.Fragment;
        }
        whole = packet.Buffer;
        packet.Buffer = null;
        packet.DoneAt = now;
        _counters.PacketsJoined++;
        return FrameOutcome.Fragment;
    }

    public void Return(MessageBuffer buffer) => _pool.Return(buffer);

    private ref FragmentedPacket Find(in FragmentKey key, Instant now)
    {
        ref var packet = ref _packets.Find(key);
        if (!Unsafe.IsNullRef(ref packet))
        {
            if (packet.Buffer is not null || packet.IsRefused || now.Nanoseconds - packet.DoneAt.Nanoseconds <= RepeatWindow)
            {
                return ref packet;
            }
            _packets.Remove(key);
        }
        if (_packets.IsFull)
        {
            Evict(now);
        }
        MessageBuffer? buffer;
        while ((buffer = _pool.TryRent()) is null)
        {
            Evict(now);
        }
        _counters.PacketsOpened++;
        packet = ref _packets.Add(key, now);
        packet.Buffer = buffer;
        return ref packet;
    }

    private bool TryAdd(Instant now, in FragmentKey key, FragmentPlace place, ReadOnlySpan<byte> piece)
    {
        while (true)
        {
            ref var packet = ref _packets.Find(key);
            var buffer = packet.Buffer!;
            var end = place.Offset + piece.Length;
            // One end only, and nothing behind it.
            var isOdd = packet.Length != 0 && (end > packet.Length || (!place.HasMore && end != packet.Length));
            var isOverlap = buffer.Overlaps(place.Offset, end) && !buffer.Covers(place.Offset, end);
            if (isOdd || isOverlap || (!place.HasMore && buffer.End > end))
            {
                return Refuse(ref packet);
            }
            if (buffer.TryAdd(place.Offset, piece))
            {
                if (buffer.HasConflict)
                {
                    return Refuse(ref packet);
                }
                packet.Length = place.HasMore ? packet.Length : end;
                buffer.Protocol = place.Offset == 0 ? place.Protocol : buffer.Protocol;
                return true;
            }
            if (buffer.IsTorn || _packets.OldestKey == key)
            {
                return Refuse(ref packet);
            }
            Evict(now);
        }
    }

    private bool Refuse(ref FragmentedPacket packet)
    {
        _pool.Return(packet.Buffer!);
        packet.Buffer = null;
        packet.IsRefused = true;
        _counters.PacketsRefused++;
        return false;
    }

    private void Expire(Instant now)
    {
        while (_packets.Count > 0 && now.Nanoseconds - _packets.OldestTime.Nanoseconds > LongestWait)
        {
            _counters.PacketsUnfinished += _packets.Oldest.Buffer is null ? 0 : 1;
            Drop();
        }
    }

    private void Evict(Instant now)
    {
        ref var packet = ref _packets.Oldest;
        var isOver = packet.Buffer is null && !packet.IsRefused && now.Nanoseconds - packet.DoneAt.Nanoseconds > RepeatWindow;
        _counters.PacketEvictions += isOver ? 0 : 1;
        Drop();
    }

    private void Drop()
    {
        if (_packets.Oldest.Buffer is { } buffer)
        {
            _pool.Return(buffer);
        }
        _packets.RemoveOldest();
    }
}
