using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Tests.Capture.Live.Interfaces;

public class InterfaceCountersTests
{
    private const string Table = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 1000 10 0 0 0 0 0 0 1000 10 0 0 0 0 0 0
        mirror0: 90000 700 3 40 5 0 0 9 0 0 0 0 0 0 0 0
        """;

    [Fact]
    public void Files_of_the_interface_are_read_and_missing_ones_are_zero()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ("rx_packets", "100\n"), ("rx_missed_errors", "7\n"), ("rx_dropped", "5\n"), ("rx_over_errors", "2\n"));
        Assert.Equal(new InterfaceCounters(100, 5, 7, 2, 0), InterfaceCounters.Read("mirror0", folder.Path, "/absent"));
    }

    [Fact]
    public void The_table_is_read_where_there_are_no_files()
    {
        using var folder = new TemporaryFolder();
        var table = Path.Combine(folder.Path, "dev");
        File.WriteAllText(table, Table);
        Assert.Equal(new InterfaceCounters(700, 40, 0, 5, 3), InterfaceCounters.Read("mirror0", folder.Path, table));
        Assert.Null(InterfaceCounters.Read("mirror", folder.Path, table));
        Assert.Null(InterfaceCounters.Read("../mirror0", folder.Path, table));
        Assert.Null(InterfaceCounters.Read("mirror0", folder.Path, "/absent"));
    }

    [Fact]
    public void An_interface_made_anew_counts_from_zero()
    {
        var before = new InterfaceCounters(1000, 10, 5, 0, 1);
        Assert.Equal(new InterfaceCounters(500, 2, 1, 0, 0), new InterfaceCounters(1500, 12, 6, 0, 1).Since(before));
        Assert.Equal(new InterfaceCounters(50, 2, 0, 0, 0), new InterfaceCounters(50, 2, 0, 0, 0).Since(before));
    }

    [Fact]
    public void A_frame_that_several_counters_have_is_lost_once() => Assert.Equal(9, new InterfaceCounters(1000, 9, 9, 4, 0).Lost);

    [Fact]
    public void No_frame_is_kept_away_where_the_engines_have_more() => Assert.Equal((30, 0), (new InterfaceCounters(100, 0, 0, 0, 0).KeptAway(70), new InterfaceCounters(100, 0, 0, 0, 0).KeptAway(110)));

    private static void Write(TemporaryFolder folder, params (string Name, string Text)[] files)
    {
        var statistics = Directory.CreateDirectory(Path.Combine(folder.Path, "mirror0", "statistics"));
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(statistics.FullName, name), text);
        }
    }
}
