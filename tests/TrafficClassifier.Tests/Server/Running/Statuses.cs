using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>States of a daemon with one interface.</summary>
internal static class Statuses
{
    public static SensorStatus Of(EngineCondition condition, long lost) => new()
    {
        Name = "test",
        Started = DateTimeOffset.UnixEpoch,
        Now = DateTimeOffset.UnixEpoch,
        Interfaces = [new InterfaceStatus("mirror0", null, null, 1, new EngineState(condition, DateTimeOffset.UnixEpoch, null, 0, 0, null), 0, 0, 0, new CaptureLoss(lost, 0, 0, 0, 0, 0), null, [])],
        Softnet = (0, 0),
        Outcomes = [],
        Figures = [],
        Store = null,
        Clock = (0, TimeSpan.Zero),
        Lag = TimeSpan.Zero,
        MemoryBytes = 0,
    };
}
