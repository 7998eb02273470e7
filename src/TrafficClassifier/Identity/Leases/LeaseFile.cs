namespace TrafficClassifier.Identity.Leases;

/// <summary>
/// Reads the lease file of a DHCP server: Kea's memfile, ISC dhcpd's or dnsmasq's, or FreeRADIUS' log of accounting, told apart by what stands in it. Reads line by line,
/// also while the server goes on writing. Leases of DHCPv4 only. A wrong line is told and left out; the other lines go on.
/// </summary>
public static class LeaseFile
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static LeaseFileContent Read(string path, DeviceTable devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Read(stream, path, devices);
    }

    internal static LeaseFileContent Read(Stream stream, string path, DeviceTable devices)
    {
        var found = new FoundLeases(path, devices);
        using var lines = new LeaseLines(stream, found);
        var format = Detect(lines);
        switch (format)
        {
            case LeaseFormat.Kea:
                KeaMemfile.Read(lines, found);
                break;
            case LeaseFormat.IscDhcpd:
                IscLeasesFile.Read(lines, found);
                break;
            case LeaseFormat.Dnsmasq:
                DnsmasqLeasesFile.Read(lines, found);
                break;
            case LeaseFormat.RadiusDetail:
                DetailFile.Read(lines, found);
                break;
            default:
                found.Clear();
                found.Fail(1, "not a lease file, or an empty one: give Kea's kea-leases4.csv, ISC's dhcpd.leases, dnsmasq.leases or a detail file of FreeRADIUS");
                break;
        }
        return new LeaseFileContent(format, found.Leases, found.Errors) { Accounting = found.Accounting };
    }

    /// <summary>By the first line that says anything; the format's reader reads that line again.</summary>
    private static LeaseFormat Detect(LeaseLines lines)
    {
        while (lines.TryRead(out var line))
        {
            line = line.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }
            lines.Unread();
            return KeaMemfile.IsHeader(line) ? LeaseFormat.Kea
                : DnsmasqLeasesFile.IsLine(line) ? LeaseFormat.Dnsmasq
                : DetailFile.IsHeader(line) ? LeaseFormat.RadiusDetail
                : IscLeasesFile.IsDeclaration(line) ? LeaseFormat.IscDhcpd
                : LeaseFormat.Unknown;
        }
        return LeaseFormat.Unknown;
    }
}
