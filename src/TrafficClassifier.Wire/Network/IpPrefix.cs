using System.Globalization;

namespace TrafficClassifier.Wire.Network;

/// <summary>The addresses that begin alike. IPv4 networks are networks of ::ffff:0:0/96, as the addresses are.</summary>
/// <param name="Network">Its bits behind the prefix are zero.</param>
/// <param name="Bits">Of the 128.</param>
public readonly record struct IpPrefix(IpAddress Network, int Bits)
{
    private const int AddressBits = 128, MappedBits = 96;

    public bool IsIpv4 => Bits >= MappedBits && Network.IsIpv4;

    public bool Contains(IpAddress address) => address.Masked(Bits) == Network;

    /// <summary>Reads ADDRESS or ADDRESS/BITS; bits behind the prefix do not matter.</summary>
    public static bool TryParse(string text, out IpPrefix prefix)
    {
        prefix = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var network))
        {
            return false;
        }
        var bits = AddressBits;
        if (slash >= 0)
        {
            var first = network.IsIpv4 ? MappedBits : 0;
            if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > AddressBits - first)
            {
                return false;
            }
            bits += first;
        }
        prefix = new IpPrefix(network.Masked(bits), bits);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{Bits - (IsIpv4 ? MappedBits : 0)}");
}
