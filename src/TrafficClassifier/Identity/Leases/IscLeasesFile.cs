namespace TrafficClassifier.Identity.Leases;

/// <summary>
/// ISC dhcpd's dhcpd.leases. A journal, until the server rewrites it: each change is one block <c>lease ADDRESS { ... }</c> at the end. A
/// renewal is a block with a later <c>starts</c>; a release repeats <c>starts</c> and moves <c>ends</c> to the time of the release; an
/// abandoned address (DECLINE) names nobody from its <c>starts</c> on. Other declarations, DHCPv6 among them, are passed over.
/// </summary>
internal static class IscLeasesFile
{
    public static bool IsDeclaration(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny(" \t{;");
        return line[..(end < 0 ? line.Length : end)] is "lease" or "server-duid" or "authoring-byte-order" or "failover" or "host" or "group"
            or "subclass" or "class" or "ia-na" or "ia-ta" or "ia-pd" or "lease6" or "default-duid";
    }

    public static void Read(LeaseLines lines, FoundLeases found)
    {
        var tokens = new IscTokens(lines);
        var lease = new IscLease();
        tokens.Read();
        while (tokens.Kind != IscToken.EndOfFile)
        {
            if (tokens.Kind != IscToken.Word || tokens.Text is not "lease")
            {
                tokens.SkipStatement();
            }
            else if (lease.TryRead(tokens, found))
            {
                Take(lease, tokens.Line, found);
            }
            if (!tokens.IsAtLease)
            {
                tokens.Read();
            }
        }
    }

    private static void Take(IscLease lease, int line, FoundLeases found)
    {
        if (lease.State == IscState.Abandoned)
        {
            if (lease.Starts is { } abandoned)
            {
                found.Shorten(lease.Address, abandoned);
            }
            return;
        }
        if (!lease.NamesDevice)
        {
            if (lease.State == IscState.Active)
            {
                found.Fail(line, "names no device: expected hardware or uid in an active lease");
            }
            return;
        }
        if (lease.Starts is not { } starts || lease.Ends is not { } ends)
        {
            if (lease.State == IscState.Active)
            {
                found.Fail(line, "expected starts and ends in an active lease");
            }
            return;
        }
        var device = LeaseText.Intern(found.Devices, lease.Mac, lease.ClientId, lease.HostName);
        var told = new Lease(lease.Address, device, starts, ends, BindingSource.IscDhcpd);
        if (lease.State == IscState.Active)
        {
            found.Add(told);
        }
        else
        {
            TakeOver(told, found);
        }
    }

    /// <summary>A lease that is over: ends the one before, or, where that is not in the file any more, tells of it.</summary>
    private static void TakeOver(in Lease told, FoundLeases found)
    {
        var isKnown = found.TryFindLatest(told.Address, out var latest) && found.Devices.IsSame(latest.Device, told.Device);
        if (isKnown && told.End < latest.End)
        {
            found.Shorten(told.Address, told.End);
        }
        else if (told.Start < told.End && (isKnown ? told.Start > latest.Start : told.Start >= latest.Start))
        {
            found.Add(told);
        }
    }
}
