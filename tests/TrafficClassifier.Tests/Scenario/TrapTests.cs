using System.Text;
using PacketDotNet;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Scenario;

/// <summary>
/// Each trap of the week matters: with the rule that handles it switched off, the number becomes what the generator says it becomes.
/// A rule is switched off by taking from the input what the rule reads.
/// </summary>
public sealed class TrapTests
{
    private static readonly Dictionary<string, long> _expected = CircularTests.Traps();

    [Fact]
    public void Addresses_move_between_people_by_release() => AssertChanges(new WeekReplay { Frames = Without(dhcp => dhcp.Type == DhcpFrame.Release), Options = new() { GraceSeconds = 1_000_000 } });

    [Fact]
    public void Two_devices_are_one_person() => AssertBecomes("02 devices counted, not people", new WeekReplay
    {
        // Each device becomes a person of its own.
        Directory = lines => lines.Select(line => line.Split(',')).Select(f => string.Join(',', [Plain(f[2]), .. f.Skip(1)])),
    });

    [Fact]
    public void A_device_that_changes_hands_first_holder() => AssertBecomes("03 first directory row of a device",
        new WeekReplay { Directory = lines => OneHolder(lines, holders => holders.MinBy(From)!) });

    [Fact]
    public void A_device_that_changes_hands_last_holder() => AssertBecomes("03 last directory row of a device",
        new WeekReplay { Directory = lines => OneHolder(lines, holders => holders.MaxBy(From)!) });

    [Fact]
    public void Renewals_lengthen_a_lease() => AssertBecomes("05 renewals not read",
        new WeekReplay { Frames = Without(dhcp => dhcp is { Type: DhcpFrame.Ack, HasClientAddress: true, HasYourAddress: true }) });

    [Fact]
    public void Leases_began_before_the_capture() => AssertBecomes("06 leases.csv not read", new WeekReplay { HasLeaseFile = false });

    [Fact]
    public void A_lookup_is_no_visit() => AssertBecomes("07 look-ups counted", new WeekReplay { Query = WeekReplay.Ask() with { Evidence = Evidence.Lookup } });

    [Fact]
    public void A_like_button_is_no_visit() => AssertBecomes("08 embedded content counted", new WeekReplay { Query = WeekReplay.Ask() with { IncludeEmbedded = true } });

    [Fact]
    public void Other_hours_do_not_count() => AssertBecomes("09 all hours counted", new WeekReplay { Query = WeekReplay.Ask(start: 0, end: 24 * 60) });

    [Fact]
    public void Nine_o_clock_is_outside() => AssertBecomes("09 nine o'clock itself counted", new WeekReplay { Query = WeekReplay.Ask(end: (9 * 60) + 1) });

    [Fact]
    public void Hours_are_local() => AssertBecomes("09 hours taken as UTC", new WeekReplay { Query = WeekReplay.Ask(zone: TimeZoneInfo.Utc) });

    [Fact]
    public void Sunday_does_not_count() => AssertBecomes("10 Sunday counted", new WeekReplay { Query = WeekReplay.Ask(Enum.GetValues<DayOfWeek>()) });

    [Fact]
    public void A_lookalike_is_another_site() => AssertBecomes("11 lookalikes counted", new WeekReplay
    {
        Catalog = "Facebook\n  main notfacebook.com www.facebook.com.login.example faceb00k.com myfacebook.com\n",
    });

    [Fact]
    public void Requests_in_clear_count() => AssertBecomes("12 TLS only", new WeekReplay { Frames = ToPort(port => port is not (80 or 3128 or 8080)) });

    [Fact]
    public void Hellos_count() => AssertBecomes("12 HTTP only", new WeekReplay { Frames = ToPort(port => port != 443) });

    [Fact]
    public void Requests_to_a_proxy_count() => AssertBecomes("12 requests to a proxy not read", new WeekReplay { Frames = ToPort(port => port is not (3128 or 8080)) });

    [Fact]
    public void Client_ids_and_host_names_identify() => AssertBecomes("15 directory read for hardware addresses only",
        new WeekReplay { Directory = lines => lines.Where(line => !IsClientId(line) && !IsHostName(line)) });

    [Fact]
    public void Client_ids_identify() => AssertBecomes("15 client ids in the directory not read", new WeekReplay { Directory = lines => lines.Where(line => !IsClientId(line)) });

    [Fact]
    public void Host_names_identify() => AssertBecomes("15 host names in the directory not read", new WeekReplay { Directory = lines => lines.Where(line => !IsHostName(line)) });

    [Fact]
    public void Who_left_before_is_not_in_the_headcount()
    {
        var statement = new WeekReplay { Directory = lines => lines.Select(line => line.Replace(",2010-01-03", ",", StringComparison.Ordinal)) }.Run();

        Assert.Equal(_expected["16 headcount with people who left on 3 January"], (long)statement.Total.Headcount!.Value);
    }

    [Fact]
    public void A_declined_address_is_nobodys() => AssertBecomes("17 DECLINE not read", new WeekReplay { Frames = Without(dhcp => dhcp.Type == DhcpFrame.Decline) });

    [Fact]
    public void Leases_through_a_relay_count() => AssertBecomes("17 ACKs through a relay not read",
        new WeekReplay { Frames = Without(dhcp => dhcp is { Type: DhcpFrame.Ack, IsToServerPort: true }) });

    [Fact]
    public void A_client_overstays_a_little() => AssertBecomes("18 no grace", new WeekReplay { Options = new() { GraceSeconds = 0 } });

    [Fact]
    public void A_lease_ends() => AssertBecomes("18 leases never end", new WeekReplay { Options = new() { GraceSeconds = 10_000_000 } });

    [Fact]
    public void Guests_are_nobody()
    {
        var everybody = new Everybody();
        var statement = new WeekReplay { Sink = everybody }.Run();

        // With devices and addresses that belong to nobody taken for visitors, guests' would count, and those of people who left or did not start yet.
        Assert.Equal(_expected["04 guests' devices counted"] + _expected["16 validity in the directory not read"] - 1310, everybody.Visitors.Count);
        Assert.Equal(1310, statement.AtLeast);
    }

    private static void AssertBecomes(string trap, WeekReplay replay)
    {
        Assert.NotEqual(1310, _expected[trap]);
        Assert.Equal(_expected[trap], replay.Run().Total.Count);
    }

    private static void AssertChanges(WeekReplay replay) => Assert.NotEqual(1310, replay.Run().Total.Count);

    private static Func<ReadOnlyMemory<byte>, bool> Without(Func<DhcpFrame, bool> taken) => frame => DhcpFrame.TryRead(frame) is not { } dhcp || !taken(dhcp);

    /// <summary>Lets TCP segments to some ports through, and all that is no TCP.</summary>
    private static Func<ReadOnlyMemory<byte>, bool> ToPort(Func<int, bool> passes) => frame =>
    {
        try
        {
            return Packet.ParsePacket(LinkLayers.Ethernet, frame.ToArray()).Extract<TcpPacket>() is not { } tcp || passes(tcp.DestinationPort);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or InvalidOperationException or OverflowException)
        {
            return true; // damaged on purpose
        }
    };

    /// <summary>Dates are not read: each device belongs to one of its holders for all days.</summary>
    private static IEnumerable<string> OneHolder(IEnumerable<string> lines, Func<IEnumerable<string[]>, string[]> choose) =>
        lines.Select(line => line.Split(',')).GroupBy(fields => Plain(fields[2])).SelectMany(group =>
        {
            var kept = choose(group);
            return group.Select(row => string.Join(',', [row[0], row[1], row[0] == kept[0] ? row[2] : "", "", ""]));
        });

    private static string From(string[] fields) => fields[3];

    private static string Plain(string device)
    {
        var text = new StringBuilder();
        foreach (var c in device.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit))
        {
            text.Append(c);
        }
        return text.ToString();
    }

    private static bool IsClientId(string line) => line.Contains(",id:", StringComparison.OrdinalIgnoreCase);

    private static bool IsHostName(string line) => line.Contains(",host:", StringComparison.OrdinalIgnoreCase);
}
