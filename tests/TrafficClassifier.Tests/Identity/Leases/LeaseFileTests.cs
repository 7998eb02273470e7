using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Tests.Identity.Leases;

public class LeaseFileTests
{
    private const string Dnsmasq = "1262856600 02:a1:00:00:00:01 10.0.0.1 * *\n";
    private readonly DeviceTable _devices = new();

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# only a comment\n")]
    [InlineData("staff_id,department,device\n1,Bursary,host:pc\n")]
    [InlineData("<html>\n")]
    [InlineData("\0\0\0\0")]
    public void Anything_else_is_one_mistake_on_the_first_line(string text)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(LeaseFormat.Unknown, content.Format);
        Assert.Empty(content.Leases);
        Assert.Equal(1, content.Errors.Single().Line);
        Assert.Equal("leases", content.Errors[0].File);
    }

    [Theory]
    [InlineData("\u00EF\u00BB\u00BFaddress,hwaddr,valid_lifetime,expire\n10.0.0.1,02:a1:00:00:00:01,3600,7200", LeaseFormat.Kea)]
    [InlineData("\r\n1262856600 02:a1:00:00:00:01 10.0.0.1 * *\r\n", LeaseFormat.Dnsmasq)]
    [InlineData("# x\r\nlease 10.0.0.1 {\r\nstarts epoch 1;\r\nends never;\r\nhardware ethernet 02:a1:00:00:00:01;\r\n}\r\n", LeaseFormat.IscDhcpd)]
    public void The_format_is_told_by_what_stands_in_the_file(string text, LeaseFormat format)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(format, content.Format);
        Assert.Empty(content.Errors);
        Assert.Single(content.Leases);
    }

    [Fact]
    public void A_line_without_end_is_told_and_costs_no_memory()
    {
        var long1 = new string('7', 200_000);
        var content = LeaseFileText.Read(Dnsmasq + long1 + "\n" + Dnsmasq + long1, _devices);
        Assert.Equal([2, 4], content.Errors.Select(e => e.Line));
        Assert.Equal(2, content.Leases.Count);
    }

    [Theory]
    [InlineData(LeaseLines.LongestLine - 1, 0)]
    [InlineData(LeaseLines.LongestLine, 0)]
    [InlineData(LeaseLines.LongestLine + 2, 1)]
    public void The_longest_line_is_still_read(int length, int mistakes)
    {
        var content = LeaseFileText.Read(Dnsmasq + new string(' ', length) + "\n" + Dnsmasq, _devices);
        Assert.Equal(mistakes, content.Errors.Count);
        Assert.Equal(2, content.Leases.Count);
    }

    [Fact]
    public void A_file_full_of_mistakes_ends_with_saying_so_and_its_good_lines_count()
    {
        var content = LeaseFileText.Read(Dnsmasq + string.Concat(Enumerable.Repeat("x\n", 5000)) + Dnsmasq, _devices);
        Assert.Equal(1001, content.Errors.Count);
        Assert.Contains("further ones are not told", content.Errors[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(2, content.Leases.Count);
    }

    [Fact]
    public void A_device_that_the_full_table_refuses_still_ends_the_lease_before()
    {
        var content = LeaseFileText.Read(Dnsmasq, new DeviceTable(capacity: 0));
        Assert.Equal(DeviceId.None, content.Leases.Single().Device);
        Assert.Empty(content.Errors);
    }

    [Fact]
    public void A_host_name_is_spelled_as_on_the_wire()
    {
        var content = LeaseFileText.Read("1262856600 * 10.0.0.1 B\u00FC\\ro. *\n", _devices);
        Assert.Equal("b\\252\\092ro", _devices[content.Leases[0].Device].HostName);
    }

    [Fact]
    public void A_message_shows_only_what_a_terminal_can_print()
    {
        var content = LeaseFileText.Read(Dnsmasq + "\u001b[31m" + new string('x', 999) + " 1 2 3 4\n", _devices);
        var reason = content.Errors.Single().Reason;
        Assert.DoesNotContain('\u001b', reason);
        Assert.InRange(reason.Length, 1, 200);
    }

    [Fact]
    public void Only_the_file_itself_is_an_exception()
    {
        Assert.Throws<FileNotFoundException>(() => LeaseFile.Read("/nonexistent.leases", _devices));
        Assert.Throws<UnauthorizedAccessException>(() => LeaseFile.Read(Path.GetTempPath(), _devices));
    }

    [Fact]
    public void No_prefix_and_no_wrong_byte_of_a_file_is_an_exception()
    {
        string[] files =
        [
            "address,hwaddr,client_id,valid_lifetime,expire,hostname,state\n10.0.0.1,02:a1:00:00:00:01,01:02,3600,7200,a&#x2cb,0\n10.0.0.1,,,60,3660,,1\n",
            "lease 10.0.0.1 {\n starts epoch 1;\n ends never;\n hardware ethernet 02:a1:00:00:00:01;\n uid \"\\001\";\n on x { y; }\n}\n",
            "1262856600 06-02:a1:00:00:00:01 10.0.0.1 pc 01:02\nduid 00\n",
        ];
        var random = new Random(20100104);
        foreach (var file in files)
        {
            for (var length = 0; length <= file.Length; length++)
            {
                LeaseFileText.Read(file[..length], _devices);
            }
            for (var round = 0; round < 3000; round++)
            {
                var text = file.ToCharArray();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    text[random.Next(text.Length)] = random.Next(2) == 0 ? (char)random.Next(256) : "{};\"\\,: \n#-*"[random.Next(12)];
                }
                LeaseFileText.Read(new string(text), _devices);
            }
        }
    }

    [Fact]
    public void A_large_file_streams()
    {
        const int Rows = 200_000;
        using var stream = new RowStream(Rows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var content = LeaseFile.Read(stream, "leases", _devices);
        Assert.Equal(Rows, content.Leases.Count);
        // The leases themselves, and the lists that grow to hold them.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * Rows);
    }

    /// <summary>A Kea file that is nowhere whole.</summary>
    private sealed class RowStream(int rows) : Stream
    {
        private byte[] _row = "address,hwaddr,valid_lifetime,expire,hostname\n"u8.ToArray();
        private int _at;
        private int _count;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == _row.Length)
            {
                if (_count++ == rows)
                {
                    return 0;
                }
                _row = RowBytes;
                _at = 0;
            }
            var length = Math.Min(count, _row.Length - _at);
            Array.Copy(_row, _at, buffer, offset, length);
            _at += length;
            return length;
        }

        private static readonly byte[] RowBytes = "10.0.0.1,02:a1:00:00:00:01,3600,7200,pc-17.example.org\n"u8.ToArray();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
