using System.Globalization;

namespace TrafficClassifier.Identity.Leases;

/// <summary>
/// Kea's memfile for DHCPv4: CSV whose first line names the columns, which differ by version. A journal: each change is one row, and
/// <c>expire - valid_lifetime</c> is the client's last transaction. A row with lifetime 0 says that a lease was deleted (released, or
/// reclaimed after its end) but not when: the lease before keeps its end. State 2
/// (reclaimed) repeats a lease that is over, state 1
/// (declined) takes the address from whoever had it. Commas in values are written as <c>&amp;#x2c</c>.
/// </summary>
internal static class KeaMemfile
{
    private const long InfiniteLifetime = uint.MaxValue;
    private const int MostColumns = 64;
    private const int LongestClientId = 1024;
    private static readonly string[] Names = ["address", "valid_lifetime", "expire", "hwaddr", "client_id", "hostname", "state"];

    public static bool IsHeader(ReadOnlySpan<char> line) =>
        line.Contains(',') && line.Contains("address", StringComparison.Ordinal) && line.Contains("expire", StringComparison.Ordinal);

    public static void Read(LeaseLines lines, FoundLeases found)
    {
        Span<int> columns = stackalloc int[Names.Length];
        lines.TryRead(out var header);
        if (!TryReadHeader(header.Trim(), columns, out var reason))
        {
            found.Fail(lines.Number, reason);
            return;
        }
        while (lines.TryRead(out var line))
        {
            if (!line.IsWhiteSpace() && ReadRow(line, columns, found) is { } wrong)
            {
                found.Fail(lines.Number, wrong);
            }
        }
    }

    private static bool TryReadHeader(ReadOnlySpan<char> line, Span<int> columns, out string reason)
    {
        columns.Fill(-1);
        reason = "";
        var at = 0;
        foreach (var range in line.Split(','))
        {
            var name = line[range].Trim();
            if (name is "duid")
            {
                reason = "a lease file of DHCPv6, which is not read: give the one of DHCPv4, kea-leases4.csv";
                return false;
            }
            for (var i = 0; i < Names.Length; i++)
            {
                columns[i] = name.SequenceEqual(Names[i]) ? at : columns[i];
            }
            at++;
        }
        if (columns[..3].Contains(-1) || at > MostColumns)
        {
            reason = $"the first line must name the columns, at most {MostColumns}, with address, valid_lifetime and expire among them";
            return false;
        }
        return true;
    }

    /// <returns>What is wrong with the row, or null.</returns>
    private static string? ReadRow(ReadOnlySpan<char> line, ReadOnlySpan<int> columns, FoundLeases found)
    {
        Span<Range> ranges = stackalloc Range[MostColumns + 1];
        var row = new Row(line, ranges[..line.Split(ranges, ',')], columns);
        if (!LeaseText.TryParseIpv4(row[0], out var address))
        {
            return $"address {LeaseText.Show(row[0])} is no IPv4 address: the row must have the columns of the first line";
        }
        if (!TryParse(row[1], out var lifetime) || lifetime > InfiniteLifetime || !TryParse(row[2], out var expire))
        {
            return $"valid_lifetime {LeaseText.Show(row[1])} and expire {LeaseText.Show(row[2])} must be whole seconds";
        }
        long state = 0;
        if (!row[6].IsEmpty && !TryParse(row[6], out state))
        {
            return $"state {LeaseText.Show(row[6])} is no number: 0 is a lease, 1 declined, 2 reclaimed, 3 released";
        }
        if (lifetime == 0)
        {
            return null;
        }
        var start = Instant.FromUnixSeconds(expire - lifetime);
        if (state == 1)
        {
            found.Shorten(address, start);
            return null;
        }
        if (state is not (0 or 2))
        {
            return null;
        }
        Span<byte> clientId = stackalloc byte[LongestClientId];
        if (!LeaseText.TryParseHardware(row[3], out var mac) || !LeaseText.TryParseHex(row[4], clientId, out var length))
        {
            return $"hwaddr {LeaseText.Show(row[3])} and client_id {LeaseText.Show(row[4])} must be bytes in hexadecimal, with ':' between";
        }
        Span<char> hostName = stackalloc char[DeviceTable.LongestPart];
        hostName = hostName[..Unescape(row[5], hostName)];
        if (mac == MacAddress.None && length == 0 && hostName.IsEmpty)
        {
            return "names no device: hwaddr, client_id and hostname are empty";
        }
        var end = lifetime == InfiniteLifetime ? Instant.MaxValue : Instant.FromUnixSeconds(expire);
        var device = LeaseText.Intern(found.Devices, mac, clientId[..length], hostName);
        var isRepeated = state == 2 && found.TryFindLatest(address, out var latest) && latest.Start >= start;
        if (!isRepeated)
        {
            found.Add(new Lease(address, device, start, end, BindingSource.Kea));
        }
        return null;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    /// <summary>Replaces &amp;#xHH by the character; what does not fit is left out.</summary>
    private static int Unescape(ReadOnlySpan<char> text, Span<char> destination)
    {
        var length = 0;
        for (var at = 0; at < text.Length && length < destination.Length; at++)
        {
            if (text[at..].StartsWith("&#x", StringComparison.Ordinal) && at + 5 <= text.Length
                && byte.TryParse(text.Slice(at + 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                destination[length++] = (char)value;
                at += 4;
            }
            else
            {
                destination[length++] = text[at];
            }
        }
        return length;
    }

    /// <summary>A row by <see cref="Names"/>; empty where it has no such column.</summary>
    private readonly ref struct Row(ReadOnlySpan<char> line, ReadOnlySpan<Range> fields, ReadOnlySpan<int> columns)
    {
        private readonly ReadOnlySpan<char> _line = line;
        private readonly ReadOnlySpan<Range> _fields = fields;
        private readonly ReadOnlySpan<int> _columns = columns;

        public ReadOnlySpan<char> this[int name]
        {
            get
            {
                var at = _columns[name];
                return at >= 0 && at < _fields.Length ? _line[_fields[at]].Trim() : default;
            }
        }
    }
}
