using System.Text.Json;
using TrafficClassifier.Server;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Server.Commands;

public sealed class RecordCommandTests
{
    [Theory]
    [InlineData("--engine fast", "--engine fast: write ring or pcap")]
    [InlineData("--prefilter xdp", "--prefilter xdp: write none or classic")]
    [InlineData("--rotate-size 99", "--rotate-size 99: write bytes, at least 1M: 100M or 10G")]
    [InlineData("--max-size 10Q", "--max-size 10Q: write bytes, at least 1M: 100M or 10G")]
    [InlineData("--rotate-size 2G --max-size 1G", "--rotate-size is more than --max-size: not one file would fit")]
    [InlineData("--keep 0", "--keep 0: write 1 or more")]
    [InlineData("--snap -5", "--snap -5: write 1 or more")]
    public void A_wrong_flag_is_told_in_one_line(string flags, string expected)
    {
        using var folder = new TemporaryFolder();
        var run = Traffic.Run(["record", "absent0", "--out", folder.Path, .. flags.Split(' ')]);
        Assert.Equal((2, "", $"traffic: {expected}\n"), (run.Status, run.Output, run.Error));
    }

    [RequiresFact("libpcap")]
    public void A_wrong_filter_is_told_with_what_libpcap_says()
    {
        using var folder = new TemporaryFolder();
        var run = Traffic.Run("record", "absent0", "--out", folder.Path, "--filter", "prot 5");
        Assert.Equal(2, run.Status);
        Assert.StartsWith("traffic: filter 'prot 5': ", run.Error, StringComparison.Ordinal);
        Assert.Contains("syntax error", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.pcapng");
        File.WriteAllText(path, "precious");
        var run = Traffic.Run("record", "absent0", "--out", path);
        Assert.Equal(2, run.Status);
        Assert.Contains("there is one already", run.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("100M", 100_000_000)]
    [InlineData("10g", 10_000_000_000)]
    [InlineData("2T", 2_000_000_000_000)]
    public void Sizes_are_read_as_people_write_them(string text, long bytes) => Assert.Equal((true, bytes), (ByteSize.TryParse(text, out var read), read));

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-1M")]
    [InlineData("1.5G")]
    [InlineData("9999999999T")]
    public void What_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [RequiresFact("libpcap")]
    public void Devices_are_listed_without_rights_in_three_forms()
    {
        var run = Traffic.Run("devices", "--format", "json");
        Assert.Equal(0, run.Status);
        using var devices = JsonDocument.Parse(run.Output);
        var loopback = devices.RootElement.EnumerateArray().Single(device => device.GetProperty("name").GetString() == "lo");
        Assert.Equal(("ethernet", "ring", 65_536), (loopback.GetProperty("link_type").GetString(), loopback.GetProperty("engine").GetString(), loopback.GetProperty("mtu").GetInt32()));
        var lines = Traffic.Run("devices", "--format", "csv").Output.TrimEnd().Split('\n');
        Assert.Equal(devices.RootElement.GetArrayLength() + 1, lines.Length);
        Assert.StartsWith("name,description,addresses,mac,up,running,mtu,link_type,engine,why_not_ring", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines.Length, Traffic.Run("devices").Output.TrimEnd().Split('\n').Length);
    }
}
