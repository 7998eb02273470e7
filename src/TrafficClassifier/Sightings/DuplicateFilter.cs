using System.Numerics;
using System.Runtime.InteropServices;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Recognises a packet that was on the wire a moment ago, as a mirror of two ports shows every routed packet twice. TTL, checksums of the
/// IP header and VLAN tags may differ; addresses, IP identification and the transport's bytes may not, so a repeated question (which
/// gets a new identification) is none. Fixed memory: 4-way sets, the oldest entry of a set makes way.
/// </summary>
public sealed class DuplicateFilter
{
    /// <summary>Mirrors deliver both copies within microseconds; hosts do not repeat a packet within 50 ms.</summary>
    private const long WindowNanoseconds = 50_000_000;

    private const int Ways = 4;

    /// <summary>With the datagram's checksum among them, which covers the rest.</summary>
    private const int HashedBytes = 128;
    private readonly Entry[] _entries;
    private readonly int _setMask;

    /// <param name="capacity">Packets remembered; a power of two.</param>
    public DuplicateFilter(int capacity = 1 << 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Ways);
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _setMask = (_entries.Length / Ways) - 1;
    }

    /// <summary>Entries that made way while they could still have found a duplicate.</summary>
    public long Evictions { get; private set; }

    internal bool IsDuplicate(scoped in FrameContext context, ReadOnlySpan<byte> transport)
    {
        var hash = Hash(context, transport);
        var set = _entries.AsSpan(((int)(hash >> 32) & _setMask) * Ways, Ways);
        var now = context.Time.Nanoseconds;
        var oldest = 0;
        for (var i = 0; i < set.Length; i++)
        {
            if (set[i].Hash == hash && Math.Abs(now - set[i].Time) <= WindowNanoseconds)
            {
                return true;
            }
            if (set[i].Time < set[oldest].Time)
            {
                oldest = i;
            }
        }
        if (set[oldest].Hash != 0 && Math.Abs(now - set[oldest].Time) <= WindowNanoseconds)
        {
            Evictions++;
        }
        set[oldest] = new Entry { Hash = hash, Time = now };
        return false;
    }

    private static ulong Hash(scoped in FrameContext context, ReadOnlySpan<byte> transport)
    {
        var hash = Mix(((ulong)transport.Length << 16) | context.Identification, 0x9e37_79b9_7f4a_7c15);
        hash = Add(context.Addresses, hash);
        return Add(transport[..Math.Min(transport.Length, HashedBytes)], hash) | 1;
    }

    private static ulong Add(ReadOnlySpan<byte> bytes, ulong hash)
    {
        while (bytes.Length >= 8)
        {
            hash = Mix(MemoryMarshal.Read<ulong>(bytes), hash);
            bytes = bytes[8..];
        }
        ulong tail = 0;
        foreach (var value in bytes)
        {
            tail = (tail << 8) | value;
        }
        return Mix(tail, hash);
    }

    private static ulong Mix(ulong value, ulong hash)
    {
        hash = (hash ^ value) * 0xd6e8_feb8_6659_fd93;
        return hash ^ (hash >> 29);
    }

    private struct Entry
    {
        public ulong Hash;
        public long Time;
    }
}
