namespace TrafficClassifier.Tests.Server;

/// <summary>A command line that cannot be run: one line that says what to write, and status 2.</summary>
public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("--site face", "--site face: the catalog has no such site; similar: Facebook")]
    [InlineData("--site qqqq", "--site qqqq: the catalog has no such site")]
    [InlineData("--category Nonsense", "--category Nonsense: the catalog has Social networks, ")]
    [InlineData("--from 2010-13-01", "--from 2010-13-01: write a date from 1700 to 2200 as YYYY-MM-DD")]
    [InlineData("--to 04.01.2010", "--to 04.01.2010: write a date")]
    [InlineData("--to 9999-12-31", "--to 9999-12-31: write a date")]
    [InlineData("--from 2010-01-05 --to 2010-01-04", "--from 2010-01-05 is later than --to 2010-01-04")]
    [InlineData("--hours 08:00", "--hours 08:00: write two times of the day, as 08:00-09:00")]
    [InlineData("--hours 08:00-25:00", "--hours 08:00-25:00: write")]
    [InlineData("--hours 09:00-09:00", "--hours 09:00-09:00: write")]
    [InlineData("--hours 08:60-09:00", "--hours 08:60-09:00: write")]
    [InlineData("--hours 24:00-09:00", "--hours 24:00-09:00: write")]
    [InlineData("--weekdays mon-foo", "--weekdays mon-foo: write mon-fri, or sat,sun")]
    [InlineData("--zone Mars/Base", "--zone Mars/Base: this machine knows no such IANA zone")]
    [InlineData("--zone ../../etc/passwd", "--zone ../../etc/passwd: this machine knows no such IANA zone")]
    [InlineData("--k 0", "--k 0: write 1 or more")]
    [InlineData("--k few", "Cannot parse argument 'few' for option '--k'")]
    [InlineData("--grace -1", "--grace -1: write 0 or more")]
    [InlineData("--staff ", "an argument is empty")]
    [InlineData("--by week", "--by week: write department, site, category, day or hour, separated by commas")]
    [InlineData("--evidence rumour", "--evidence rumour: write lookup or connection")]
    [InlineData("--unit cats", "--unit cats: write staff, devices or addresses")]
    [InlineData("--format xml", "--format xml: write table, json or csv")]
    [InlineData("--unit devices --by department", "--by department counts staff: leave --unit out")]
    [InlineData("--nonsense", "'--nonsense' is no verb, argument or option")]
    [InlineData("-x", "'-x' is no verb, argument or option")]
    [InlineData("--zone UTC --zone UTC", "Option '--zone' expects a single argument but 2 were provided")]
    [InlineData("--site", "Required argument missing for option: '--site'")]
    public void A_wrong_flag_is_told_in_one_line(string flags, string expected)
    {
        var run = Traffic.Run(["replay", Repository.Capture("office-lan"), .. flags.Split(' ')]);

        Assert.Equal((2, ""), (run.Status, run.Output));
        var line = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("traffic: " + expected, line, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), text => text.StartsWith("traffic: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Required command was not provided")]
    [InlineData("frobnicate", "'frobnicate' is no verb, argument or option (see traffic --help)")]
    [InlineData("replay", "Required argument missing for command: 'replay'")]
    [InlineData("report", "--store DIR or --server ADDRESS: one of them")]
    [InlineData("events", "Required argument missing for command: 'events'")]
    public void A_command_that_is_none_is_told_in_one_line(string command, string expected)
    {
        var run = Traffic.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.StartsWith("traffic: " + expected, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--by department", "--by department needs a staff directory: name one with --staff")]
    [InlineData("--unit staff", "--unit staff needs a staff directory: name one with --staff")]
    public void People_cannot_be_counted_without_a_directory(string flags, string expected)
    {
        var run = Traffic.Run(["replay", Path.Combine(Repository.Capture("office-lan"), "office-lan.pcap"), .. flags.Split(' ')]);

        Assert.Equal((2, $"traffic: {expected}\n"), (run.Status, run.Error));
    }

    [Theory]
    [InlineData("replay", "traffic replay captures/circular-2010 --site Facebook")]
    [InlineData("report", "traffic report --store /var/lib/traffic --site Facebook")]
    [InlineData("events", "traffic events day.pcap")]
    [InlineData("check", "traffic check captures/circular-2010")]
    public void Help_of_every_verb_ends_with_examples(string verb, string example)
    {
        var run = Traffic.Run(verb, "--help");

        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains(example, run.Output, StringComparison.Ordinal);
        Assert.Contains($"  {verb} ", Traffic.Run("--help").Output, StringComparison.Ordinal);
    }
}
