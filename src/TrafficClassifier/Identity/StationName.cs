using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>How access servers name who logs in, and with what.</summary>
internal static class StationName
{
    private const int LongestMac = 17;

    /// <summary>Calling-Station-Id as a hardware address (RFC 3580 3.21), or none: dial-in and VPN servers put other things there.</summary>
    public static MacAddress MacOf(ReadOnlySpan<byte> station)
    {
        Span<char> text = stackalloc char[LongestMac];
        return station.Length <= LongestMac && MacAddress.TryParse(text[..Encoding.Latin1.GetChars(station, text)], out var mac) && !mac.IsGroup ? mac : MacAddress.None;
    }

    /// <summary>
    /// The device of a session, with its user. Where no person logged in there is none: switches that authenticate by hardware address give
    /// that for the name, and Windows logs a machine in as host/NAME.
    /// </summary>
    public static DeviceId Intern(DeviceTable devices, ReadOnlySpan<byte> userName, MacAddress mac)
    {
        var machine = "host/"u8;
        Span<byte> user = stackalloc byte[DeviceTable.LongestPart];
        user = user[..UserName.Normalise(userName, user)];
        if (user.IsEmpty)
        {
            return DeviceId.None;
        }
        if (MacOf(user) is var itself && itself != MacAddress.None)
        {
            return devices.Intern(itself, default, default);
        }
        return user.StartsWith(machine) ? devices.Intern(mac, default, user[machine.Length..]) : devices.Intern(mac, default, default, user);
    }
}
