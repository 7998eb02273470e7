namespace TrafficClassifier.Tests.Server;

/// <summary>Inputs that cannot be read: a line each, status 1, and the rest is counted.</summary>
public sealed class InputErrorTests
{
    [Fact]
    public void A_capture_that_is_not_there_is_told_and_the_others_count()
    {
        var run = Traffic.Run(Traffic.Lan("nowhere.pcap", "--k", "1", "--site", "Facebook"));

        Assert.Equal(1, run.Status);
        Assert.Contains("nowhere.pcap", run.Error, StringComparison.Ordinal);
        Assert.Contains("no such file or folder", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 6 staff (33.33 %)", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 files or lines could not be used", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_not_there_ends_the_run()
    {
        var run = Traffic.Run(Traffic.Lan("--staff", "/nowhere/staff.csv"));

        Assert.Equal((1, ""), (run.Status, run.Output));
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("traffic: ", StringComparison.Ordinal) && line.Contains("/nowhere/staff.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_lines_of_every_file_are_told_at_once()
    {
        using var folder = new TemporaryFolder();
        var staff = folder.Write("staff.csv", "staff_id,department,device\nS1,Registry,nonsense\nS2,,\n");
        var catalog = folder.Write("ours.catalog", "Ours\n  mian ours.example\n");
        var holidays = folder.Write("holidays.txt", "today\n");
        var run = Traffic.Run(Traffic.Lan("--staff", staff, "--catalog", catalog, "--holidays", holidays));

        Assert.Equal(1, run.Status);
        Assert.All(new[] { $"{staff}:2: ", $"{staff}:3: ", $"{catalog}:2: ", $"{holidays}:1: " }, line => Assert.Contains(line, run.Error, StringComparison.Ordinal));
        Assert.Contains("4 files or lines could not be used", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Companions_in_a_folder_are_used_and_said_so()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Capture("office-lan"), "office-lan.pcap"), folder.File("a.pcap"));
        folder.Write("staff.csv", "staff_id,department,device\nS1,Registry,02:a1:00:00:00:01\n");
        folder.Write("holidays.txt", "2000-01-01 Long ago\n");
        File.Copy(Path.Combine(Repository.Capture("office-lan"), "dnsmasq.leases"), folder.File("dnsmasq.leases"));
        folder.Write("notes.txt", "no capture");
        var run = Traffic.Run("replay", folder.Path, "--k", "1", "--site", "Facebook");

        Assert.Equal(0, run.Status);
        Assert.Equal([$"{folder.File("staff.csv")}: used as staff directory", $"{folder.File("holidays.txt")}: used as holidays",
            $"{folder.File("dnsmasq.leases")}: used as lease file", $"{folder.File("notes.txt")}: skipped, neither a capture nor a known log"], run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(Order));
        Assert.Contains("1 of 1 staff (100.00 %)", run.Output, StringComparison.Ordinal);
    }

    private static readonly IComparer<string> Order = Comparer<string>.Create((a, b) => Rank(a).CompareTo(Rank(b)));

    [Fact]
    public void Check_says_what_would_be_read_and_what_is_wrong()
    {
        var good = Traffic.Run("check", Repository.Capture("office-lan"), "--zone", "UTC");
        Assert.Equal(0, good.Status);
        Assert.Contains("directory: 6 staff in 3 departments\n", good.Output, StringComparison.Ordinal);
        Assert.Contains("captures: 1, 74878 bytes\n", good.Output, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        var bad = Traffic.Run("check", "nowhere.pcap", "--store", folder.File("store"), "--staff", folder.Write("staff.csv", "who,what\n"));
        Assert.Equal(1, bad.Status);
        Assert.Contains("nowhere.pcap", bad.Error, StringComparison.Ordinal);
        Assert.Contains("holds no store: make one with traffic replay --store", bad.Error, StringComparison.Ordinal);
        Assert.Contains("staff.csv:1: the first line must name the columns", bad.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("store")));
    }

    private static int Rank(string line) => Array.FindIndex(["staff.csv", "holidays.txt", "dnsmasq.leases", "notes.txt"], name => line.Contains(name, StringComparison.Ordinal));
}
