using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Server.Running;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>What Prometheus reads.</summary>
public sealed class SensorMetersTests
{
    [Fact]
    public void Counters_and_gauges_with_their_labels()
    {
        var status = Statuses.Of(EngineCondition.Capturing, lost: 3) with { Outcomes = [(FrameOutcome.Classified, 7), (FrameOutcome.Segment, 2)], Lag = TimeSpan.FromMilliseconds(65) };
        using var meters = new SensorMeters(() => status);
        var lines = PrometheusText.Of(meters.Meter).Split('\n');
        Assert.Contains("# TYPE traffic_frames_total counter", lines);
        Assert.Contains("traffic_frames_total{outcome=\"classified\"} 7", lines);
        Assert.Contains("traffic_frames_total{outcome=\"segment\"} 2", lines);
        Assert.Contains("traffic_interface_lost_ring_total{interface=\"mirror0\"} 3", lines);
        Assert.Contains("traffic_interface_capturing{interface=\"mirror0\"} 1", lines);
        Assert.Contains("traffic_lag_seconds 0.065", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("traffic_store", StringComparison.Ordinal)); // none is kept
    }

    [Fact]
    public void Nothing_before_the_first_beat_and_nothing_of_another_sensor()
    {
        using var other = new SensorMeters(() => Statuses.Of(EngineCondition.Capturing, lost: 3));
        using var meters = new SensorMeters(() => null);
        Assert.Equal("", PrometheusText.Of(meters.Meter));
    }
}
