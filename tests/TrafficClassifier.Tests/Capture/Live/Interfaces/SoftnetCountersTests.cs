using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Tests.Capture.Live.Interfaces;

public class SoftnetCountersTests
{
    [Fact]
    public void Drops_of_all_processors_since_the_start_are_added_up()
    {
        var counters = Start(out var path, Line(0, "00000010", "00000001"), Line(1, "00000000", "00000000"));
        Assert.Equal((0, 0), (counters.Dropped, counters.Squeezed));
        Read(counters, path, Line(0, "0000001f", "00000003"), Line(1, "00000001", "00000000"));
        Assert.Equal((16, 2), (counters.Dropped, counters.Squeezed));
        counters.Read();
        Assert.Equal((16, 2), (counters.Dropped, counters.Squeezed));
    }

    [Fact]
    public void A_number_that_wraps_around_goes_on()
    {
        var counters = Start(out var path, Line(0, "fffffffe", "00000000"));
        Read(counters, path, Line(0, "00000003", "00000000"));
        Assert.Equal(5, counters.Dropped);
    }

    [Fact]
    public void Processors_may_come_and_go()
    {
        var counters = Start(out var path, Line(0, "00000001", "00000000"), Line(1, "00000005", "00000000"));
        Read(counters, path, Line(1, "00000006", "00000000"));
        Read(counters, path, Line(1, "00000006", "00000000"), Line(2, "00000009", "00000000"));
        Assert.Equal(10, counters.Dropped);
    }

    [Fact]
    public void Nothing_to_read_is_nothing_lost()
    {
        var counters = new SoftnetCounters("/absent/softnet_stat");
        counters.Read();
        Assert.Equal(0, counters.Dropped);
    }

    private static SoftnetCounters Start(out string path, params string[] lines)
    {
        path = Path.GetTempFileName();
        File.WriteAllLines(path, lines);
        return new SoftnetCounters(path);
    }

    private static void Read(SoftnetCounters counters, string path, params string[] lines)
    {
        File.WriteAllLines(path, lines);
        counters.Read();
    }

    private static string Line(int processor, string dropped, string squeezed) =>
        $"00a3c1f2 {dropped} {squeezed} 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 {processor:x8} 00000000 00000000";
}
