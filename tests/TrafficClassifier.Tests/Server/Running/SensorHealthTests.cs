using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Running;
using TrafficClassifier.Sightings;
using TrafficClassifier.Storage;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>Each problem is told apart, from when on, and not when it is over.</summary>
public sealed class SensorHealthTests
{
    private static readonly SensorOptions _options = new() { Interfaces = [], Staff = "staff.csv", StaffDays = 35, Store = "/store" };

    private readonly SensorStatus _well = Statuses.Of(EngineCondition.Capturing, lost: 0);
    private long _free = 100L << 30;

    [Fact]
    public void A_sensor_that_is_well_has_none() => Assert.Empty(Health().Look(_well, 1, new InputState(_well.Now, null)));

    [Theory]
    [InlineData("Down", 0, true)]
    [InlineData("Waiting", 0, true)]
    [InlineData("Silent", 59, false)]
    [InlineData("Silent", 60, true)]
    public void Not_capturing(string condition, int seconds, bool isFound)
    {
        var status = Statuses.Of(Enum.Parse<EngineCondition>(condition), lost: 0);
        Assert.Equal(isFound ? [SensorProblem.NotCapturing] : [], Problems(Health(), At(status, seconds)));
    }

    [Fact]
    public void Dropping_for_a_minute_after_the_last_loss()
    {
        var health = Health();
        var lossy = Statuses.Of(EngineCondition.Capturing, lost: 3);
        Assert.Empty(Problems(health, _well));
        Assert.Contains("mirror0: 3 frames lost", Assert.Single(health.Look(At(lossy, 10), 0, default)).Text, StringComparison.Ordinal);
        var more = health.Look(At(Statuses.Of(EngineCondition.Capturing, lost: 5), 50), 0, default);
        Assert.Contains("mirror0: 5 frames lost", Assert.Single(more).Text, StringComparison.Ordinal);
        Assert.Equal(_well.Now.AddSeconds(10), more[0].Since);
        Assert.Empty(Problems(health, At(Statuses.Of(EngineCondition.Capturing, lost: 5), 111)));
        Assert.Contains("1 frames lost", Assert.Single(health.Look(At(Statuses.Of(EngineCondition.Capturing, lost: 6), 300), 0, default)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_leases_while_other_frames_come()
    {
        var health = Health();
        Assert.Empty(health.Look(_well, 5, default));
        Assert.Empty(health.Look(At(_well, 3600), 5, default)); // at night nobody asks for anything
        var busy = _well with { Outcomes = [(FrameOutcome.Classified, 100)] };
        Assert.Equal(SensorProblem.NoLeases, Assert.Single(health.Look(At(busy, 3601), 5, default)).Problem);
        Assert.Empty(health.Look(At(busy, 3602), 6, default));
    }

    [Fact]
    public void A_clock_that_jumped_for_an_hour()
    {
        var health = Health();
        var set = _well with { Clock = (1, TimeSpan.FromSeconds(-90)) };
        Assert.Equal("the clock was set by -90.0 s, 1 times since the start", Assert.Single(health.Look(set, 0, default)).Text);
        Assert.Single(Problems(health, At(set, 3599)));
        Assert.Empty(Problems(health, At(set, 3600)));
    }

    [Fact]
    public void A_disk_that_is_nearly_full()
    {
        var health = Health();
        Assert.Empty(Problems(health, _well));
        _free = 100 << 20;
        Assert.Empty(Problems(health, At(_well, 9))); // not asked again yet
        Assert.StartsWith("/store: 100 MiB are free", Assert.Single(health.Look(At(_well, 10), 0, default)).Text, StringComparison.Ordinal);
        _free = 100L << 30;
        Assert.Empty(Problems(health, At(_well, 20)));
    }

    [Fact]
    public void A_store_that_cannot_be_written() => Assert.Equal("disk full; 4 minutes wait in memory",
        Assert.Single(Health().Look(_well with { Store = new RecorderCounters { Fault = "disk full", Waiting = 4 } }, 0, default)).Text);

    [Fact]
    public void A_directory_that_is_stale_and_files_that_were_refused()
    {
        Assert.Empty(Health().Look(_well, 0, new InputState(_well.Now.AddDays(-35), null)));
        Assert.Equal("staff.csv: 36 days old: staff may have come, left or moved", Assert.Single(Health().Look(_well, 0, new InputState(_well.Now.AddDays(-36), null))).Text);
        Assert.Empty(new SensorHealth(_options with { StaffDays = null }, _ => _free).Look(_well, 0, new InputState(_well.Now.AddDays(-3600), null)));
        Assert.Equal("staff.csv:3: no", Assert.Single(Health().Look(_well, 0, new InputState(_well.Now, "staff.csv:3: no"))).Text);
    }

    private SensorHealth Health() => new(_options, _ => _free);

    private static SensorStatus At(SensorStatus status, int seconds) => status with { Now = status.Now.AddSeconds(seconds) };

    private static IEnumerable<SensorProblem> Problems(SensorHealth health, SensorStatus status) => health.Look(status, 0, default).Select(found => found.Problem);
}
