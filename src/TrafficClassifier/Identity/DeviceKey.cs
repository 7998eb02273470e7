using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Identity;

/// <summary>How the directory names a device: by hardware address, DHCP client id, host name, or the name of its user.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">Normalised: lower case, hexadecimal without separators, names without final dot.</param>
public readonly record struct DeviceKey(DeviceKeyKind Kind, string Text)
{
    /// <summary>Reads a MAC in any usual spelling, id:HEX, host:NAME or user:NAME.</summary>
    public static bool TryParse(string text, out DeviceKey key)
    {
        key = default;
        if (text.StartsWith("id:", StringComparison.OrdinalIgnoreCase))
        {
            var hex = text[3..].Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
            if (hex.Length == 0 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            {
                return false;
            }
            key = new DeviceKey(DeviceKeyKind.ClientId, Convert.ToHexStringLower(DhcpUniqueId.OfClientId(Convert.FromHexString(hex))));
            return true;
        }
        if (text.StartsWith("host:", StringComparison.OrdinalIgnoreCase))
        {
            var name = text[5..].Trim().TrimEnd('.').ToLowerInvariant();
            key = new DeviceKey(DeviceKeyKind.HostName, name);
            return name.Length is > 0 and <= DeviceTable.LongestPart && name.All(c => c is > ' ' and <= '~');
        }
        if (text.StartsWith("user:", StringComparison.OrdinalIgnoreCase))
        {
            var name = text[5..].Trim().ToLowerInvariant();
            key = new DeviceKey(DeviceKeyKind.User, name);
            return name.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(name) <= DeviceTable.LongestPart && !name.Any(char.IsControl);
        }
        var isMac = MacAddress.TryParse(text, out var mac);
        key = Of(mac);
        return isMac;
    }

    public static DeviceKey Of(MacAddress mac) => new(DeviceKeyKind.Mac, mac.Value.ToString("x12", System.Globalization.CultureInfo.InvariantCulture));
}
