using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Tests.Server.Running;

public sealed class ClockWatchTests
{
    private readonly SteppingClock _clock = new();

    [Fact]
    public void A_clock_that_only_goes_is_not_set()
    {
        var watch = new ClockWatch(_clock);
        _clock.Pass(TimeSpan.FromSeconds(90));

        Assert.False(watch.Look());
        Assert.Equal(0, watch.Steps);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(1)]
    public void A_clock_that_was_set_is_told_once(int seconds)
    {
        var watch = new ClockWatch(_clock);
        _clock.Pass(TimeSpan.FromSeconds(1));
        _clock.Step(TimeSpan.FromSeconds(seconds));

        Assert.True(watch.Look());
        Assert.Equal(TimeSpan.FromSeconds(seconds), watch.LastStep);
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.False(watch.Look());
        Assert.Equal(1, watch.Steps);
    }

    [Fact]
    public void Slewing_is_no_step()
    {
        var watch = new ClockWatch(_clock);
        _clock.Pass(TimeSpan.FromSeconds(1));
        _clock.Step(TimeSpan.FromMilliseconds(5));

        Assert.False(watch.Look());
    }

    private sealed class SteppingClock : TimeProvider
    {
        private DateTimeOffset _wall = new(2010, 1, 4, 0, 0, 0, TimeSpan.Zero);
        private TimeSpan _steady;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _steady.Ticks;

        public void Pass(TimeSpan time) => (_wall, _steady) = (_wall + time, _steady + time);

        public void Step(TimeSpan by) => _wall += by;
    }
}
