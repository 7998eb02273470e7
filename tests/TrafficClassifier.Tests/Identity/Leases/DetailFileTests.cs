using System.Text;
using TrafficClassifier.Capture;
using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Sightings;

namespace TrafficClassifier.Tests.Identity.Leases;

public sealed class DetailFileTests
{
    private const string Record = "Mon Jan  4 08:00:00 2010\n\tAcct-Status-Type = Start\n\tAcct-Session-Id = \"s1\"\n\tUser-Name = \"CORP\\\\ann\"\n\tUser-Password = \"hidden\"\n"
        + "\tFramed-IP-Address = 10.0.0.1\n\tAcct-Delay-Time = 60\n\tTimestamp = 1262592000\n\n";

    private readonly DeviceTable _devices = new();

    [Fact]
    public void A_record_tells_who_where_and_when()
    {
        var content = Read(Record);

        var record = Assert.Single(content.Accounting);
        Assert.Equal((LeaseFormat.RadiusDetail, AccountingStatus.Start, "10.0.0.1"), (content.Format, record.Status, record.Places.Ipv4.ToString()));
        Assert.Equal((Instant.FromUnixSeconds(1262592000 - 60), @"corp\ann"), (record.Time, _devices[record.Who].User));
        Assert.Empty(content.Errors);
    }

    [Fact]
    public void A_record_torn_by_the_next_one_is_read() => Assert.Equal(2, Read(Record.TrimEnd('\n') + "\n" + Record).Accounting.Count);

    [Fact]
    public void Records_of_no_session_are_passed_over() =>
        Assert.Equal((0, 0), (Read(Record.Replace("= Start", "= Tunnel-Start", StringComparison.Ordinal)).Accounting.Count, Read(Record.Replace("= Start", "= Tunnel-Start", StringComparison.Ordinal)).Errors.Count));

    [Fact]
    public void A_servers_start_is_a_record_without_session()
    {
        var record = Assert.Single(Read(Record.Replace("= Start", "= Accounting-On", StringComparison.Ordinal).Replace("\tAcct-Session-Id = \"s1\"\n", "", StringComparison.Ordinal)).Accounting);

        Assert.Equal(AccountingStatus.On, record.Status);
    }

    [Theory]
    [InlineData("Framed-IP-Address = 10.0.0.1", "Framed-IP-Address = 10.0.0", 6, "expected an IPv4 address")]
    [InlineData("\tTimestamp = 1262592000\n", "", 1, "tells no time")]
    [InlineData("\tAcct-Session-Id = \"s1\"\n", "", 1, "names no session")]
    [InlineData("Timestamp = 1262592000", "Timestamp = soon", 8, "seconds since 1970")]
    [InlineData("\"s1\"", "\"s1", 3, "does not end with a quote")]
    [InlineData("Acct-Delay-Time = 60", "Acct-Delay-Time 60", 7, "Attribute = value")]
    public void A_wrong_line_is_told_with_its_place(string right, string wrong, int line, string reason)
    {
        var content = Read(Record.Replace(right, wrong, StringComparison.Ordinal) + Record);

        Assert.Contains(content.Errors, error => error.Line == line && error.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.InRange(content.Accounting.Count, 1, 2);
    }

    [Fact]
    public void The_log_and_the_wire_of_a_real_server_tell_the_same()
    {
        var folder = Path.Combine(Repository.Root, "tests/fixtures/radius");
        var log = new AddressBook(new DeviceTable());
        foreach (var record in LeaseFile.Read(Path.Combine(folder, "detail"), log.Devices).Accounting)
        {
            log.Sessions.Take(record);
        }
        var harness = new PipelineHarness(options: new PipelineOptions { RadiusSecret = RadiusSecret.Read(Path.Combine(folder, "secret")) });
        using var reader = CaptureOpener.TryOpen(Path.Combine(folder, "accounting.pcap"), out _)!;
        var last = Instant.MinValue;
        while (reader.MoveNext())
        {
            harness.Pipeline.Process(reader.Current);
            last = reader.Time;
        }

        foreach (var book in new[] { log, harness.Pipeline.Book })
        {
            Assert.Equal(@"uni\bob", UserAt(book, "10.30.0.2", last));
            Assert.Equal(@"uni\bob", UserAt(book, "2001:db8:30:2::7", last));
            Assert.Equal("ann@uni.example", UserAt(book, "2001:db8:30::1", last.AddSeconds(-2)));
            Assert.Equal("", UserAt(book, "10.30.0.1", last.AddSeconds(1)));
        }
        Assert.Equal(1, harness.Pipeline.Readers.Accounting.Forged);
    }

    private static string UserAt(AddressBook book, string address, Instant time) =>
        book.Sessions.TryFind(BookHarness.Address(address), time, out var who, out var isShared) && !isShared ? book.Devices[who].User : "";

    private LeaseFileContent Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return LeaseFile.Read(stream, "detail", _devices);
    }
}
