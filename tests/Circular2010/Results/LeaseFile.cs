using System.Globalization;
using Circular2010.Network;
using Circular2010.People;
using Circular2010.Story;

namespace Circular2010.Results;

/// <summary>
/// leases.csv, Kea's memfile for DHCPv4 (trap 6): the leases that run when the capture begins, and, as in every memfile, older ones
/// that are over and say nothing about the week.
/// </summary>
internal static class LeaseFile
{
    private const int UsualOldLeases = 80;
    private const int UsualStaff = 1500;
    private const int OldLength = 8 * 3600;

    public static void Write(string path, Plan plan, Dice dice)
    {
        Stay[] running = [.. plan.Stays.Where(stay => stay.IsImported)];
        List<(long Begin, string Line)> lines = [.. running.Select(stay =>
            (stay.Begin, Line(stay.Address, stay.Mac, stay.Device, stay.Begin, stay.LeaseSeconds)))];

        // On addresses that are used in the week, by people who were there then; all are over before the first running lease begins.
        Person[] people = [.. plan.University.Staff];
        int old = Math.Max(3, UsualOldLeases * plan.University.Staff.Count / UsualStaff);
        for (int i = 0; i < old; i++)
        {
            Device device = dice.Pick(people).Devices[0];
            long begin = dice.Between((Week.Start / Week.Second) - (96 * 3600), (Week.Start / Week.Second) - (60 * 3600)) * Week.Second;
            lines.Add((begin, Line(dice.Pick(plan.Stays).Address, device.Macs[0], device, begin, OldLength)));
        }

        using StreamWriter writer = TextFile.Create(path);
        writer.WriteLine("address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id");
        foreach ((long _, string line) in lines.OrderBy(line => line.Begin))
        {
            writer.WriteLine(line);
        }
    }

    private static string Line(uint address, ulong mac, Device device, long begin, int leaseSeconds)
    {
        string dotted = string.Join('.', Enumerable.Range(0, 4).Select(i => address >> (24 - (8 * i)) & 0xFF));
        string hardware = Pairs(mac.ToString("x12", CultureInfo.InvariantCulture));
        string client = device.ClientId is null ? "" : Pairs(Convert.ToHexString(device.ClientId).ToLowerInvariant());
        long expire = (begin / Week.Second) + leaseSeconds;
        return string.Create(CultureInfo.InvariantCulture,
            $"{dotted},{hardware},{client},{leaseSeconds},{expire},{address >> 8 & 0xFF},0,0,{device.HostName.ToLowerInvariant()},0,,0");
    }

    private static string Pairs(string hex) => string.Join(':', Enumerable.Range(0, hex.Length / 2).Select(i => hex.Substring(2 * i, 2)));
}
