namespace TrafficClassifier.Identity;

/// <summary>How the directory names a device: by hardware address, DHCP client id or host name.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">Normalised: lower case, hexadecimal without separators, names without final dot.</param>
public readonly record struct DeviceKey(DeviceKeyKind Kind, string Text)
{
    /// <summary>Reads a MAC in any usual spelling, id:HEX or host:NAME.</summary>
    public static bool TryParse(string text, out DeviceKey key)
    {
        key = default;
        if (text.StartsWith("id:", StringComparison.OrdinalIgnoreCase))
        {
            var hex = text[3..].Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
            key = new DeviceKey(DeviceKeyKind.ClientId, hex);
            return hex.Length > 0 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit);
        }
        if (text.StartsWith("host:", StringComparison.OrdinalIgnoreCase))
        {
            var name = text[5..].Trim().TrimEnd('.').ToLowerInvariant();
            key = new DeviceKey(DeviceKeyKind.HostName, name);
            return name.Length is > 0 and <= DeviceTable.LongestPart && name.All(c => c is > ' ' and <= '~');
        }
        var isMac = MacAddress.TryParse(text, out var mac);
        key = Of(mac);
        return isMac;
    }

    public static DeviceKey Of(MacAddress mac) => new(DeviceKeyKind.Mac, mac.Value.ToString("x12", System.Globalization.CultureInfo.InvariantCulture));
}
