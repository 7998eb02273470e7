using TrafficClassifier.Logs;

namespace TrafficClassifier.Tests.Logs;

/// <summary>What each sample tells, as a person reads it in the file; real ones have other times whenever they are made anew.</summary>
public sealed class LogSampleTests
{
    /// <summary>What the two clients ask in make.sh.</summary>
    private static readonly string[] _asked =
    [
        "10.77.0.200 name=www.facebook.com type=A", "10.77.0.200 name=m.facebook.com type=A", "10.77.0.200 name=WWW.Example.ORG type=A",
        "10.77.0.201 name=www.youtube.com type=AAAA", "10.77.0.201 name=www.facebook.com type=HTTPS",
    ];

    public static TheoryData<string> All => [.. LogSamples.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Lines_in_are_the_sum_of_outcomes_and_none_is_bad(string name)
    {
        var (reader, records) = LogSamples.Read(LogSamples.File(name));

        Assert.Equal(name == "unbound.dnstap" ? 14 : LogSamples.Lines(name).Count, reader.Counters.Lines);
        Assert.Equal((0, 0, 0), (reader.Counters[LineOutcome.Malformed], reader.Counters[LineOutcome.TooLong], reader.Counters.FormatChanges));
        Assert.Equal(records.Count, reader.Counters.Sightings + reader.Counters.Bindings);
        Assert.Null(reader.Fault);
        Assert.NotEmpty(records);
    }

    [Theory]
    [InlineData("bind-yes.log", "bind", @" name=we\.ird\032name.example.org type=TXT")]
    [InlineData("bind-iso8601.log", "bind", @" name=we\.ird\032name.example.org type=TXT")]
    [InlineData("bind-iso8601-utc.log", "bind", @" name=we\.ird\032name.example.org type=TXT")]
    [InlineData("unbound-epoch.log", "unbound", " name=we?ird?name.example.org. type=TXT")]
    [InlineData("unbound-ascii.log", "unbound", " name=we?ird?name.example.org. type=TXT")]
    [InlineData("dnsmasq.log", "syslog", null)]
    [InlineData("dnsmasq-extra.log", "syslog", null)]
    public void Real_resolvers_tell_what_was_asked(string name, string format, string? weird)
    {
        var (reader, records) = LogSamples.Read(LogSamples.File(name));

        var lookups = records.Where(record => record.StartsWith("Lookup", StringComparison.Ordinal)).Select(WithoutTimeAndPort).ToList();
        Assert.Equal([.. _asked, .. weird is null ? (string[])[] : ["10.77.0.201" + weird]], lookups.Select(lookup => lookup.Replace(".com.", ".com").Replace("ORG.", "ORG")));
        Assert.Equal(format, reader.FormatName);
    }

    [Fact]
    public void Zones_and_spellings_of_time_mean_the_same_moment()
    {
        // make.sh runs all of these within a minute, in Berlin (UTC+1 in November).
        var times = new[] { "bind-yes.log", "bind-iso8601.log", "bind-iso8601-utc.log", "unbound-epoch.log", "unbound-ascii.log", "dnsmasq.log", "kea-dhcp4.log", "dhcpd.log", "squid.log", "squid-combined.log", "unbound.dnstap" }
            .Select(name => TimeOnly.Parse(LogSamples.Read(LogSamples.File(name)).Records[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.True((times.Max() - times.Min()).TotalSeconds is > 0 and < 120, string.Join(' ', times));
    }

    [Fact]
    public void Kea_dhcpd_and_dnsmasq_tell_leases_and_their_ends()
    {
        const string Client = "mac=02:77:00:00:00:05";
        Assert.Equal([$"LeaseGranted 10.77.0.60 {Client} id=69642d3137 seconds=3600", $"LeaseEnded 10.77.0.60 {Client} id=69642d3137"],
            LogSamples.Read(LogSamples.File("kea-dhcp4.log")).Records.Select(WithoutTime));
        Assert.Equal([$"LeaseGranted 10.77.0.100 {Client} host=pc-17 seconds=86400", $"LeaseEnded 10.77.0.100 {Client} host=pc-17 seconds=86400"],
            LogSamples.Read(LogSamples.File("dhcpd.log")).Records.Select(WithoutTime));
        Assert.Equal([$"LeaseGranted 10.77.0.48 {Client} host=pc-17 seconds=86400", $"LeaseEnded 10.77.0.48 {Client} seconds=86400"],
            LogSamples.Read(LogSamples.File("dnsmasq.log")).Records.Where(record => record.StartsWith("Lease", StringComparison.Ordinal)).Select(WithoutTime));
    }

    [Theory]
    [InlineData("squid.log")]
    [InlineData("squid-combined.log")]
    public void Squid_tells_hosts_users_tunnels_and_refusals(string name) => Assert.Equal(
        [
            @"Http 10.77.0.200 name=www.facebook.com user=office\anna", "Http 10.77.0.200 name=www.example.org user=berta@office.example",
            "Connect 10.77.0.201 name=www.facebook.com", "Refused 10.77.0.201 name=www.bad.example", "Http 10.77.0.201 name=www.facebook.com",
        ], LogSamples.Read(LogSamples.File(name)).Records.Select(WithoutTime));

    [Fact]
    public void Squid_lines_count_when_the_request_came()
    {
        var line = System.Text.Encoding.ASCII.GetString(LogSamples.Lines("squid.log")[1]).Split((char[])[' '], StringSplitOptions.RemoveEmptyEntries);
        var start = DateTime.UnixEpoch.AddSeconds((double)(decimal.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture) - (decimal.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture) / 1000)));

        Assert.NotEqual("0", line[1]);
        Assert.Equal(start.ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture), LogSamples.Read(LogSamples.File("squid.log")).Records[0].Split(' ')[1][..12]);
    }

    [Fact]
    public void Zeek_as_tables() => Assert.Equal(
        [
            "Lookup 10:40:00.123456 10.77.0.200 port=51234 server=10.77.0.1 name=www.facebook.com type=A", "Answer 10:40:00.123456 10.77.0.200 server=157.240.1.35 name=www.facebook.com seconds=60",
            "Lookup 10:40:01.500000 2001:db8::200 port=51235 server=2001:db8::1 name=www.youtube.com type=AAAA", @"Lookup 10:40:03.500000 10.77.0.201 port=51236 server=10.77.0.1 name=we\.ird name.example.org type=TXT",
            "Tls 10:40:05.250000 10.77.0.200 port=51240 server=157.240.1.35 name=www.facebook.com", "Tls 10:40:06.250000 10.77.0.201 port=51241 server=157.240.1.35",
            "Quic 10:40:07.250000 10.77.0.200 port=51242 server=142.250.1.91 name=www.youtube.com",
            "Http 10:40:08.250000 10.77.0.200 port=51243 server=10.77.0.1 name=Example.ORG", "Connect 10:40:09.250000 10.77.0.200 port=51244 server=10.77.0.1 name=www.facebook.com",
            "LeaseGranted 10:39:50.000000 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=3600", "LeaseEnded 10:41:30.000000 10.77.0.60 mac=02:77:00:00:00:05 seconds=86400",
        ], new[] { "dns", "ssl", "quic", "http", "dhcp" }.SelectMany(path => LogSamples.Read(LogSamples.File($"zeek-{path}.log")).Records));

    [Fact]
    public void Zeek_as_json() => Assert.Equal(
        [
            "Lookup 10:40:00.123456 10.77.0.200 port=51234 server=10.77.0.1 name=www.facebook.com type=A", "Answer 10:40:00.123456 10.77.0.200 server=157.240.1.35 name=www.facebook.com seconds=60",
            "Tls 10:40:05.250000 10.77.0.200 port=51240 server=157.240.1.35 name=www.facebook.com", "Quic 10:40:07.250000 10.77.0.200 port=51242 server=142.250.1.91 name=www.youtube.com",
            "Http 10:40:08.250000 10.77.0.200 port=51243 server=10.77.0.1 name=Example.ORG", "LeaseGranted 10:39:50.000000 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=3600",
        ], LogSamples.Read(LogSamples.File("zeek-json.log")).Records);

    [Fact]
    public void Suricata_in_all_versions_of_dns() => Assert.Equal(
        [
            "Lookup 10:00:00.123456 10.77.0.200 port=51234 server=10.77.0.1 name=www.facebook.com type=A", "Answer 10:00:00.223456 10.77.0.200 server=157.240.1.35 name=www.facebook.com seconds=60",
            "Lookup 10:00:01.123456 10.77.0.200 port=51234 server=10.77.0.1 name=WWW.YouTube.com type=AAAA", "Answer 10:00:01.223456 10.77.0.200 server=142.250.1.91 name=www.youtube.com seconds=300",
            "Lookup 10:00:02.123456 10.77.0.200 port=51234 server=10.77.0.1 name=m.facebook.com type=A", "Answer 10:00:02.223456 10.77.0.200 server=157.240.1.35 name=m.facebook.com seconds=60",
            "Tls 10:00:03.123456 10.77.0.200 port=51240 server=157.240.1.35 name=www.facebook.com", "Quic 09:59:59.900000 10.77.0.200 port=51241 server=142.250.1.91 name=www.youtube.com",
            "Http 10:00:05.123456 10.77.0.200 port=51242 server=10.77.0.1 name=example.org", "LeaseGranted 10:00:06.123456 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=3600",
        ], LogSamples.Read(LogSamples.File("eve.json")).Records);

    [Fact]
    public void Windows() => Assert.Equal(
        [
            "Lookup 09:00:32.000000 10.77.0.200 name=www.facebook.com type=A", "Lookup 12:00:34.000000 2001:db8::200 name=WWW.YouTube.com type=AAAA",
            "LeaseGranted 09:00:00.000000 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=691200", "LeaseGranted 10:00:00.000000 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=691200",
            "LeaseEnded 11:00:00.000000 10.77.0.60 mac=02:77:00:00:00:05 host=pc-17 seconds=691200",
            "LeaseGranted 09:00:01.000000 2001:db8::60 id=0001000129d47f66027700000005 host=pc-17 seconds=691200", "LeaseGranted 10:00:01.000000 2001:db8::60 id=0001000129d47f66027700000005 host=pc-17 seconds=691200",
            "LeaseEnded 11:00:01.000000 2001:db8::60 id=0001000129d47f66027700000005 host=pc-17 seconds=691200",
        ], new[] { "windows-dns.log", "windows-dhcp.log", "windows-dhcp6.log" }.SelectMany(name => LogSamples.Read(LogSamples.File(name)).Records));

    [Fact]
    public void Accounting() => Assert.Equal(
        [
            "SessionStart 10:40:00.000000 10.77.0.60 user=anna@office.example mac=02:77:00:00:00:05 session=5F3A0001 at=10.77.0.2 ipv6=2001:db8::60",
            "SessionInterim 10:45:00.000000 10.77.0.60 user=anna@office.example mac=02:77:00:00:00:05 session=5F3A0001 at=10.77.0.2",
            "SessionStop 10:50:00.000000 10.77.0.60 user=anna@office.example mac=02:77:00:00:00:05 session=5F3A0001 at=10.77.0.2",
            "ServerRestart 11:03:20.000000 :: at=10.77.0.2",
        ], LogSamples.Read(LogSamples.File("accounting.csv")).Records);

    [Fact]
    public void Syslog_with_many_programs_in_three_spellings() => Assert.Equal(
        [
            "Lookup 09:00:00.123456 10.77.0.200 port=53185 name=www.facebook.com type=A", "Lookup 09:00:01.000000 10.77.0.201 name=www.youtube.com. type=AAAA",
            "LeaseGranted 09:00:02.000000 10.77.0.100 mac=02:77:00:00:00:05 host=pc-17 seconds=86400", "LeaseGranted 09:00:03.000000 2001:db8::100 id=0001000129d47f66027700000005 seconds=3600",
            "Lookup 09:00:04.500000 10.77.0.200 name=m.facebook.com type=A", "LeaseGranted 09:00:05.500000 2001:db8::17 id=0001000129d47f66027700000006 host=pc-18 seconds=86400",
            "LeaseGranted 09:00:05.600000 2001:db8::19 id=0001000129d47f66027700000007 seconds=4000", "Connect 10:00:06.562000 10.77.0.200 name=www.facebook.com user=anna",
            "Lookup 09:00:07.000000 10.77.0.200 port=53185 name=old.example.org type=A",
        ], LogSamples.Read(LogSamples.File("syslog.log")).Records);

    [Fact]
    public void Dnstap_gives_the_messages_themselves()
    {
        var (reader, records) = LogSamples.Read(LogSamples.File("unbound.dnstap"));

        Assert.Equal(("dnstap", 12, 2), (reader.FormatName, reader.Counters[LineOutcome.Record], reader.Counters[LineOutcome.Comment]));
        Assert.All(records, record => Assert.Matches(@"^DnsMessage .* 10\.77\.0\.20[01] port=\d+ server=10\.77\.0\.1 message=\d+$", record));
    }

    private static string WithoutTime(string record) => string.Join(' ', record.Split(' ').Where((_, i) => i != 1));

    private static string WithoutTimeAndPort(string record) => string.Join(' ', record.Split(' ').Skip(2).Where(part => !part.StartsWith("port=", StringComparison.Ordinal)));
}
