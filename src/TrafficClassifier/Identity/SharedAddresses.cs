using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>Addresses and networks behind which there is no one person, on their days: NAT gateways, terminal servers.</summary>
internal sealed class SharedAddresses
{
    private readonly Dictionary<(IpAddress Network, int Bits), List<(DateOnly From, DateOnly To)>> _networks = [];
    private readonly List<int> _lengths = [];

    public bool IsEmpty => _lengths.Count == 0;

    /// <summary>Reads ADDRESS or ADDRESS/BITS; bits behind the prefix do not matter.</summary>
    public static bool TryParse(string text, out IpAddress network, out int bits)
    {
        var isRead = IpPrefix.TryParse(text, out var prefix);
        (network, bits) = (prefix.Network, prefix.Bits);
        return isRead;
    }

    public void Add(IpAddress network, int bits, DateOnly from, DateOnly to)
    {
        if (!_lengths.Contains(bits))
        {
            _lengths.Add(bits);
        }
        if (!_networks.TryGetValue((network, bits), out var days))
        {
            _networks.Add((network, bits), days = []);
        }
        days.Add((from, to));
    }

    public bool Contains(IpAddress address, DateOnly day)
    {
        foreach (var bits in _lengths)
        {
            if (_networks.TryGetValue((address.Masked(bits), bits), out var days))
            {
                foreach (var (from, to) in days)
                {
                    if (from <= day && day <= to)
                    {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
