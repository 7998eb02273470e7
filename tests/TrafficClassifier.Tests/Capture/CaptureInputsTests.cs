using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

public sealed class CaptureInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CaptureInputsTests()
    {
        Directory.CreateDirectory(_folder.File("week/mon/am"));
        Directory.CreateDirectory(_folder.File("week/tue"));
        Directory.CreateDirectory(_folder.File("empty"));
        foreach (var name in new[] { "one.pcap", "two.pcap", "notes.txt", "week/z.pcap", "week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng" })
        {
            _folder.Write(name, name);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_stand_in_the_order_of_the_arguments()
    {
        Expect(["two.pcap", "one.pcap", "notes.txt"], "two.pcap", "one.pcap", "notes.txt");
        Assert.True(Expand("one.pcap").IsNamed(_folder.File("one.pcap")));
    }

    [Fact]
    public void Folders_give_all_files_below_them_by_name()
    {
        Expect(["week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng", "week/z.pcap"], "week");
        Expect(["two.pcap", "week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng", "week/z.pcap", "one.pcap"], "two.pcap", "week/", "one.pcap");
        Assert.Equal([_folder.File("week")], Expand("week").Folders);
        Assert.False(Expand("week").IsNamed(_folder.File("week/z.pcap")));
    }

    [Fact]
    public void Empty_folder_is_no_missing_one() => Assert.Equal((0, 0), (Expand("empty").Files.Count, Expand("empty").Missing.Count));

    [Theory]
    [InlineData("*.pcap", "one.pcap", "two.pcap")]
    [InlineData("t*.pcap", "two.pcap")]
    [InlineData("week/*.pcap", "week/z.pcap")]
    [InlineData("week/*/*.pcap*", "week/mon/a.pcap", "week/tue/c.pcapng")]
    [InlineData("week/**/*.pcap", "week/mon/a.pcap", "week/mon/am/b.pcap", "week/z.pcap")]
    [InlineData("**/*.pcapng", "week/tue/c.pcapng")]
    [InlineData("w*/m*/**", "week/mon/a.pcap", "week/mon/am/b.pcap")]
    public void Patterns(string pattern, params string[] expected)
    {
        Expect(expected, pattern);
        Assert.False(Expand(pattern).IsNamed(_folder.File(expected[0])));
    }

    [Fact]
    public void Pattern_relative_to_the_working_folder()
    {
        var relative = Path.GetRelativePath(".", _folder.Path);
        var inputs = CaptureInputs.Expand([$"{relative}/*.pcap"]);
        Assert.Equal([$"{relative}/one.pcap", $"{relative}/two.pcap"], inputs.Files);
    }

    [Fact]
    public void File_whose_name_looks_like_a_pattern_is_a_file()
    {
        _folder.Write("what*.pcap", "");
        _folder.Write("whatever.pcap", "");
        Expect(["what*.pcap"], "what*.pcap");
    }

    [Fact]
    public void Arguments_that_stand_for_nothing_are_told()
    {
        var inputs = Expand("three.pcap", "one.pcap", "four*.pcap", "no/such/*.pcap");
        Assert.Equal([_folder.File("one.pcap")], inputs.Files);
        Assert.Equal([_folder.File("three.pcap"), _folder.File("four*.pcap"), _folder.File("no/such/*.pcap")], inputs.Missing);
    }

    [Fact]
    public void File_named_twice_is_read_once()
    {
        Expect(["one.pcap", "two.pcap"], "one.pcap", "./one.pcap", "week/../one.pcap", "two.pcap", "*.pcap");
        Expect(["week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng", "week/z.pcap"], "week", "week/mon", "week/**/*.pcap");
    }

    [Fact]
    public void File_found_and_then_named_under_another_spelling_is_named() =>
        Assert.True(Expand("week", "./week/mon/../z.pcap").IsNamed(_folder.File("week/z.pcap")));

    [Fact]
    public void File_behind_a_link_is_read_once()
    {
        File.CreateSymbolicLink(_folder.File("week/latest.pcap"), _folder.File("week/z.pcap"));
        Directory.CreateSymbolicLink(_folder.File("newest"), _folder.File("week/mon"));
        Expect(["week/latest.pcap", "week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng"], "week");
        Expect(["newest/a.pcap", "newest/am/b.pcap", "week/latest.pcap", "week/tue/c.pcapng"], "newest", "week");
        Expect(["newest/a.pcap"], "newest/a.pcap", "week/mon/a.pcap");
    }

    [Fact]
    public void Link_that_leads_back_into_its_folder_ends()
    {
        Directory.CreateSymbolicLink(_folder.File("week/loop"), _folder.File("week"));
        Expect(["week/mon/a.pcap", "week/mon/am/b.pcap", "week/tue/c.pcapng", "week/z.pcap"], "week");
    }

    [Fact]
    public void Standard_input_is_an_input_and_stands_once()
    {
        var inputs = CaptureInputs.Expand(["-", _folder.File("one.pcap"), "-"]);
        Assert.Equal(["-", _folder.File("one.pcap")], inputs.Files);
        Assert.True(inputs.IsNamed("-"));
    }

    private CaptureInputs Expand(params string[] names) => CaptureInputs.Expand(names.Select(_folder.File));

    private void Expect(string[] expected, params string[] names)
    {
        var inputs = Expand(names);
        Assert.Equal(expected.Select(_folder.File), inputs.Files.Select(file => file.Replace("/./", "/", StringComparison.Ordinal)));
        Assert.Empty(inputs.Missing);
    }
}
