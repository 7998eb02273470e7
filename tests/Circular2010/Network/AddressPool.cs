using Circular2010.People;

namespace Circular2010.Network;

/// <summary>
/// Gives every stay an address that is free, in order of time. It prefers a random free one to the device's last one, so that
/// addresses move between people over the days (trap 1). It grows by a subnet if a large staff runs it dry.
/// </summary>
internal sealed class AddressPool
{
    private const int HostsPerSubnet = 241;
    private const uint FirstSubnet = 0x0A_14_0A_00; // 10.20.10.0/24

    private readonly Dice _dice;
    private readonly List<long> _freeAt = [];
    private readonly Dictionary<Device, Stay> _last = [];
    private int _subnets;

    public AddressPool(Dice dice, int size)
    {
        _dice = dice;
        while (_freeAt.Count < size)
        {
            AddSubnet();
        }

        if (size < HostsPerSubnet)
        {
            _freeAt.RemoveRange(size, _freeAt.Count - size);
        }
    }

    public int Size => _freeAt.Count;

    /// <summary>Two subnets in seven lie behind a relay (trap 17).</summary>
    public static bool IsRelayed(uint address) => (address >> 8 & 0xFF) % 7 is 1 or 2;

    public void Assign(IEnumerable<Stay> stays)
    {
        foreach (Stay stay in stays)
        {
            int index = Choose(stay);
            stay.Address = AddressOf(index);
            stay.Reboots = _last.TryGetValue(stay.Device, out Stay? last) && last.Address == stay.Address && _dice.Chance(70);
            stay.IsSeenBehindRelayOnly = IsRelayed(stay.Address) && !stay.IsImported && _dice.Chance(65);
            // A minute's rest keeps the next holder out of the product's 30 seconds of grace.
            _freeAt[index] = stay.IsKeptForNext
                ? long.MaxValue
                : Math.Max(stay.KeptUntil, stay.LeaseEnd + Week.Minute);
            _last[stay.Device] = stay;
        }
    }

    private int Choose(Stay stay)
    {
        if (stay.After is not null)
        {
            return IndexOf(stay.After.Address);
        }

        if (_last.TryGetValue(stay.Device, out Stay? last))
        {
            int index = IndexOf(last.Address);

            // A server gives a known client its running lease again.
            if (last.LeaseEnd > stay.Begin)
            {
                return index;
            }

            if (_freeAt[index] < stay.Begin && _dice.Chance(25))
            {
                return index;
            }
        }

        return AnyFree(stay.Begin);
    }

    private int AnyFree(long time)
    {
        for (int attempt = 0; attempt < 60; attempt++)
        {
            int index = _dice.Below(_freeAt.Count);
            if (_freeAt[index] < time)
            {
                return index;
            }
        }

        int free = _freeAt.FindIndex(freeAt => freeAt < time);
        if (free >= 0)
        {
            return free;
        }

        int grown = _freeAt.Count;
        AddSubnet();
        return grown;
    }

    private void AddSubnet()
    {
        // A pool cut short ends inside its subnet; the rest of that subnet comes first.
        int room = (_subnets * HostsPerSubnet) - _freeAt.Count;
        if (room == 0)
        {
            _subnets++;
            room = HostsPerSubnet;
        }

        _freeAt.AddRange(Enumerable.Repeat(long.MinValue, room));
    }

    private static uint AddressOf(int index) =>
        FirstSubnet + (uint)(index / HostsPerSubnet * 256) + (uint)(index % HostsPerSubnet) + 10;

    private static int IndexOf(uint address) =>
        ((int)((address - FirstSubnet) >> 8) * HostsPerSubnet) + (int)(address & 0xFF) - 10;
}
