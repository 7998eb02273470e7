using System.Numerics;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>Prefixes delegated to routers (RFC 8415 6.3): whoever is in one is behind that router, with others. The longest one counts.</summary>
public sealed class DelegatedPrefixes
{
    /// <summary>
    /// A site gets a /48 at most (RFC 6177): who delegates more than that lies, and would make everybody shared.
    /// </summary>
    private const int Shortest = 48, Longest = 64;

    /// <summary>Routers renew at half the time (RFC 8415 21.21), so an honest one is heard again; a lie ends.</summary>
    private const long LongestSeconds = 7 * 24 * 3600;

    private readonly BindingTable _prefixes;
    private ulong _lengths;

    public DelegatedPrefixes(DeviceTable devices, long graceSeconds = 30, int capacity = 1 << 14) =>
        _prefixes = new BindingTable(devices, graceSeconds, capacity);

    public BindingCounters Counters => _prefixes.Counters;

    /// <summary>Prefixes that were too long or too short to be believed.</summary>
    public long Refused { get; private set; }

    public void Add(IpAddress prefix, int length, DeviceId router, Instant start, Instant end)
    {
        if (length is < Shortest or > Longest)
        {
            Refused++;
            return;
        }
        _lengths |= 1UL << (length - 1);
        var latest = start.AddSeconds(LongestSeconds);
        _prefixes.Add(new Lease(Key(prefix, length), router, start, end < latest ? end : latest, BindingSource.Sniffed));
    }

    public void End(IpAddress prefix, int length, DeviceId router, Instant time)
    {
        if (length is >= Shortest and <= Longest)
        {
            _prefixes.End(Key(prefix, length), router, time);
        }
    }

    public bool Contains(IpAddress address, Instant time)
    {
        for (var left = _lengths; left != 0 && !address.IsIpv4; left &= ~(1UL << BitOperations.Log2(left)))
        {
            if (_prefixes.TryFindLease(Key(address, BitOperations.Log2(left) + 1), time, out _))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The prefix with its length behind it, where no prefix of 64 bits or less has any.</summary>
    private static IpAddress Key(IpAddress prefix, int length) => prefix.Masked(length) with { Low = (ulong)length };
}
