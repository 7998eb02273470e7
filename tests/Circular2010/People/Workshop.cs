using System.Globalization;

namespace Circular2010.People;

/// <summary>Makes devices with addresses and names that no other device has.</summary>
internal sealed class Workshop(Dice dice)
{
    private static readonly ulong[] s_laptopMakers = [0x001E68, 0x00219B, 0x0023AE, 0x002618, 0x001F16];
    private static readonly ulong[] s_phoneMakers = [0x002312, 0x0025E7, 0x001CCC, 0x0024BA];
    private static readonly ulong[] s_printerMakers = [0x00805F, 0x000074, 0x002100];
    private int _made;

    public Device Make(DeviceKind kind, Identity identity)
    {
        int number = ++_made;
        ulong mac = FactoryMac(kind, number);
        byte[]? clientId = ClientId(kind, identity, mac);
        string hostName = HostName(kind, identity, number);
        return new Device
        {
            Kind = kind,
            Identity = identity,
            Macs = Macs(identity, mac, number),
            ClientId = clientId,
            HostName = hostName,
            DirectoryName = identity switch
            {
                Identity.Mac => Spelling(mac),
                Identity.ClientId => "id:" + Convert.ToHexString(clientId!).ToLowerInvariant(),
                Identity.HostName => "host:" + (dice.Chance(50) ? hostName : hostName.ToLowerInvariant()),
                _ => "",
            },
        };
    }

    private ulong FactoryMac(DeviceKind kind, int number)
    {
        ulong maker = dice.Pick(kind switch
        {
            DeviceKind.Phone => s_phoneMakers,
            DeviceKind.Printer => s_printerMakers,
            _ => s_laptopMakers,
        });

        // The low half carries the number, so that no two devices share an address.
        return (maker << 24) | ((ulong)dice.Below(256) << 16) | (uint)number;
    }

    /// <summary>
    /// Trap 15: a device known by its client id has two adapters (cable and wireless) and changes between them over the days;
    /// a device known by its host name makes itself a new private address every day.
    /// </summary>
    private ulong[] Macs(Identity identity, ulong mac, int number)
    {
        ulong[] macs = new ulong[Week.Days];
        Array.Fill(macs, mac);
        if (identity == Identity.ClientId && dice.Chance(60))
        {
            ulong wireless = (0x0021_5CUL << 24) | ((ulong)dice.Below(256) << 16) | (uint)number;
            for (int day = 0; day < Week.Days; day++)
            {
                macs[day] = dice.Chance(50) ? wireless : mac;
            }
        }
        else if (identity == Identity.HostName)
        {
            for (int day = 0; day < Week.Days; day++)
            {
                // 0x02: locally administered, unicast.
                macs[day] = (0x02UL << 40) | ((dice.Next() & 0xFFFFF) << 20) | ((ulong)day << 16) | (uint)number;
            }
        }

        return macs;
    }

    private byte[]? ClientId(DeviceKind kind, Identity identity, ulong mac)
    {
        if (identity == Identity.ClientId && dice.Chance(50))
        {
            // RFC 4361: type 255, IAID, then a DUID (here DUID-LLT: type 1, hardware type 1, time, address).
            return [255, .. dice.Bytes(4), 0, 1, 0, 1, .. dice.Bytes(4), .. Octets(mac)];
        }

        bool sends = identity == Identity.ClientId
            || (identity == Identity.Mac && kind == DeviceKind.Laptop && dice.Chance(70));
        return sends ? [1, .. Octets(mac)] : null;
    }

    private string HostName(DeviceKind kind, Identity identity, int number)
    {
        string digits = number.ToString("D4", CultureInfo.InvariantCulture);
        return (kind, identity) switch
        {
            (DeviceKind.Printer, _) => "NPI" + digits,
            (_, Identity.None) => "guest-" + digits,
            (DeviceKind.Phone, _) => "BlackBerry-" + digits,
            _ => dice.Pick(["UM-LT-", "PTM-PC-", "Staff-NB-"]) + digits,
        };
    }

    private string Spelling(ulong mac)
    {
        string hex = Convert.ToHexString(Octets(mac));
        string[] pairs = [.. Enumerable.Range(0, 6).Select(i => hex.Substring(2 * i, 2))];
        return dice.Below(4) switch
        {
            0 => string.Join('-', pairs),
            1 => $"{hex[..4]}.{hex[4..8]}.{hex[8..]}".ToLowerInvariant(),
            2 => string.Join(':', pairs),
            _ => string.Join(':', pairs).ToLowerInvariant(),
        };
    }

    private static byte[] Octets(ulong mac) =>
        [(byte)(mac >> 40), (byte)(mac >> 32), (byte)(mac >> 24), (byte)(mac >> 16), (byte)(mac >> 8), (byte)mac];
}
