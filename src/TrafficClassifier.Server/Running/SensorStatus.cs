using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Sightings;
using TrafficClassifier.Storage;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Server.Running;

/// <summary>What the daemon tells of itself: numbers since its start, and nobody's name.</summary>
internal sealed record SensorStatus
{
    public required string Name { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required IReadOnlyList<InterfaceStatus> Interfaces { get; init; }

    /// <summary>Of all interfaces of the machine: dropped for a full backlog, and left for later.</summary>
    public required (long Dropped, long Squeezed) Softnet { get; init; }

    /// <summary>Frames by outcome.</summary>
    public required IReadOnlyList<(FrameOutcome Outcome, long Frames)> Outcomes { get; init; }

    /// <summary>What bounded tables gave up, what could not be read, what is remembered; each with its name.</summary>
    public required IReadOnlyList<(string Name, long Value)> Figures { get; init; }

    /// <summary>Null: nothing is kept.</summary>
    public required RecorderCounters? Store { get; init; }

    public required (long Steps, TimeSpan Last) Clock { get; init; }

    /// <summary>The longest that something waited from the wire to being counted, in the last second.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<FoundProblem> Problems { get; init; } = [];

    public required long MemoryBytes { get; init; }

    /// <summary>After the process began; null: no frame was classified yet.</summary>
    public TimeSpan? FirstClassified { get; init; }

    public static SensorStatus Of(SensorOptions options, DateTimeOffset started, IReadOnlyList<InterfaceCapture> interfaces, LossMeter meter, Pipeline pipeline,
        CountingStage stage, RecorderCounters? store, ClockWatch clock, TimeSpan lag)
    {
        var (totals, cards) = (meter.Totals, meter.Cards);
        var outcomes = pipeline.Outcomes.ToArray();
        return new SensorStatus
        {
            Name = options.Name,
            Started = started,
            Now = DateTimeOffset.UtcNow,
            Interfaces = [.. interfaces.Select((capture, i) => InterfaceStatus.Of(capture, totals[i], cards[i]))],
            Softnet = (meter.Softnet.Dropped, meter.Softnet.Squeezed),
            Outcomes = [.. Enum.GetValues<FrameOutcome>().Select(outcome => (outcome, outcomes[(int)outcome]))],
            Figures =
            [
                ("evictions", pipeline.Evictions),
                ("too_deep", pipeline.TooDeep),
                ("untrusted_tunnels", pipeline.UntrustedTunnels),
                ("undecryptable_quic", pipeline.UndecryptableQuic),
                ("leases", pipeline.Bindings.Count),
                ("devices", pipeline.Devices.Count),
                ("subjects", pipeline.Subjects.Count),
                ("neighbours_bound", pipeline.Book.Neighbours.Counters.Bound),
                ("neighbours_contested", pipeline.Book.Neighbours.Counters.Contested),
                ("neighbours_relays", pipeline.Book.Neighbours.Counters.Relays),
                ("late_minutes", pipeline.Reopened),
                ("counted_out_of_order", stage.Hurried),
            ],
            Store = store,
            Clock = (clock.Steps, clock.LastStep),
            Lag = lag,
            MemoryBytes = Environment.WorkingSet,
        };
    }
}
