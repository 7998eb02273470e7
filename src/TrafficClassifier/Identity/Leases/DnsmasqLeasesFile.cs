using System.Globalization;

namespace TrafficClassifier.Identity.Leases;

/// <summary>
/// dnsmasq's leases: <c>expiry mac address hostname client-id</c>, expiry in seconds since 1970 or 0 for no end, <c>*</c> for what is unknown.
/// The file is what holds at the moment it was copied, and tells no beginning: its leases start at <see cref="Instant.MinValue"/>, so that
/// any lease whose start is known outranks them. DHCPv6 begins with a line <c>duid</c>, and is left out.
/// </summary>
internal static class DnsmasqLeasesFile
{
    private const int Fields = 5;
    private const int LongestClientId = 1024;

    /// <summary>No lease ended before 2001-09-09; dnsmasq without a clock (HAVE_BROKEN_RTC) writes lengths in place of times.</summary>
    private const long EarliestExpiry = 1_000_000_000;

    public static bool IsLine(ReadOnlySpan<char> line) =>
        line.StartsWith("duid ", StringComparison.Ordinal) || (char.IsAsciiDigit(line[0]) && line.Count(' ') >= Fields - 2);

    public static void Read(LeaseLines lines, FoundLeases found)
    {
        while (lines.TryRead(out var line))
        {
            line = line.Trim();
            if (line.StartsWith("duid ", StringComparison.Ordinal))
            {
                return;
            }
            if (!line.IsEmpty && ReadLine(line, found) is { } wrong)
            {
                found.Fail(lines.Number, wrong);
            }
        }
    }

    /// <returns>What is wrong with the line, or null.</returns>
    private static string? ReadLine(ReadOnlySpan<char> line, FoundLeases found)
    {
        Span<Range> ranges = stackalloc Range[Fields + 1];
        var count = line.SplitAny(ranges, " \t", StringSplitOptions.RemoveEmptyEntries);
        // Files of versions before 2.x lack the client id.
        if (count < Fields - 1)
        {
            return "expected 'expiry mac address hostname client-id'";
        }
        var expiryText = line[ranges[0]];
        var hardware = line[ranges[1]];
        var addressText = line[ranges[2]];
        if (!long.TryParse(expiryText, NumberStyles.None, CultureInfo.InvariantCulture, out var expiry))
        {
            return $"expiry {LeaseText.Show(expiryText)} must be whole seconds since 1970, or 0 for a lease without end";
        }
        if (expiry is > 0 and < EarliestExpiry)
        {
            return $"expiry {expiry} is a length, not a time: this dnsmasq is built without a clock, give another source of leases";
        }
        if (!LeaseText.TryParseIpv4(addressText, out var address))
        {
            return $"address {LeaseText.Show(addressText)} is no IPv4 address";
        }
        var clientIdText = count < Fields ? "" : Known(line[ranges[4]]);
        Span<byte> clientId = stackalloc byte[LongestClientId];
        if (!LeaseText.TryParseHardware(Known(hardware), out var mac) || !LeaseText.TryParseHex(clientIdText, clientId, out var length))
        {
            return $"mac {LeaseText.Show(hardware)} and client-id {LeaseText.Show(clientIdText)} must be bytes in hexadecimal with ':' between, or *";
        }
        var hostName = Known(line[ranges[3]]);
        if (mac == MacAddress.None && length == 0 && hostName.IsEmpty)
        {
            return "names no device: mac, hostname and client-id are unknown";
        }
        var device = LeaseText.Intern(found.Devices, mac, clientId[..length], hostName);
        var end = expiry == 0 ? Instant.MaxValue : Instant.FromUnixSeconds(expiry);
        found.Add(new Lease(address, device, Instant.MinValue, end, BindingSource.Dnsmasq));
        return null;
    }

    private static ReadOnlySpan<char> Known(ReadOnlySpan<char> text) => text is "*" ? default : text;
}
