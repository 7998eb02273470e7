using System.Collections.Concurrent;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>Files that change while the daemon runs.</summary>
public sealed class InputWatchTests : IDisposable
{
    private const string Header = "staff_id,department,device\n";

    private readonly TemporaryFolder _folder = new();
    private readonly BlockingCollection<string> _told = [];
    private readonly SensorOptions _options;
    private readonly InputWatch _watch;

    public InputWatchTests()
    {
        _options = new SensorOptions
        {
            Interfaces = [],
            Staff = _folder.Write("staff.csv", Header + "ana,Sales,00:00:5e:00:53:01\n"),
            Holidays = _folder.Write("holidays.txt", ""),
            Zone = TimeZoneInfo.Utc,
        };
        _watch = new InputWatch(_options, SensorInputs.Read(_options), _told.Add);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
        _told.Dispose();
    }

    [Fact]
    public void Are_read_again_whole()
    {
        _folder.Write("holidays.txt", "2026-12-25 Christmas\n");
        Assert.EndsWith("1 staff in 1 departments, 1 holidays", Told(), StringComparison.Ordinal);
        Assert.Equal([new DateOnly(2026, 12, 25)], _watch.Take()!.Calendar.Holidays);
        Assert.Null(_watch.Take());
    }

    [Fact]
    public void And_wrong_ones_change_nothing_until_they_are_right()
    {
        _folder.Write("staff.csv", Header + "ana,Sales,00:00:5e:00:53:01\nben,,00:00:5e:00:53:02\n");
        _folder.Write("holidays.txt", "2026-12-25 Christmas\n");
        Assert.EndsWith("; what was read before stays", Told(), StringComparison.Ordinal);
        Assert.StartsWith($"{_options.Staff}:3:", _watch.State.Refusal, StringComparison.Ordinal);
        Assert.Null(_watch.Take());

        _folder.Write("staff.csv", Header + "ana,Sales,00:00:5e:00:53:01\nben,Sales,00:00:5e:00:53:02\n");
        Assert.StartsWith("read again", Told(), StringComparison.Ordinal);
        Assert.Null(_watch.State.Refusal);
        Assert.Equal(2, _watch.Take()!.Directory!.Staff.Count);
    }

    [Fact]
    public void One_that_is_gone_is_told_of()
    {
        File.Delete(_options.Staff!);
        Assert.Contains(_options.Staff!, Told(), StringComparison.Ordinal);
        Assert.NotNull(_watch.State.Refusal);
    }

    [Fact]
    public void Whoever_asks_has_them_read_though_nothing_changed()
    {
        _watch.Ask();
        Assert.StartsWith("read again", Told(), StringComparison.Ordinal);
        Assert.NotNull(_watch.Take());
    }

    private string Told() => _told.TryTake(out var line, TimeSpan.FromSeconds(20)) ? line : throw new TimeoutException("nothing was told");
}
