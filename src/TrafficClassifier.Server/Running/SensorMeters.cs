using System.Diagnostics.Metrics;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// The sensor's counters as a meter of OpenTelemetry's (System.Diagnostics.Metrics): read when somebody collects, at no cost to a frame.
/// Labels are outcomes, conditions and the configured interfaces: none can grow.
/// </summary>
internal sealed class SensorMeters : IDisposable
{
    private readonly Func<SensorStatus?> _latest;

    /// <param name="latest">The state of the last beat; null before the first.</param>
    public SensorMeters(Func<SensorStatus?> latest)
    {
        _latest = latest;
        Count("traffic.frames", "{frame}", "Frames by what became of them.", status => status.Outcomes.Select(of => (of.Frames, "outcome", StatementText.Of(of.Outcome))));
        Each("traffic.interface.received", "{frame}", "Frames that passed the filter, the lost ones included.", line => line.Received);
        Each("traffic.interface.lost.ring", "{frame}", "Frames lost for want of room in the ring.", line => line.Loss.InRing);
        Each("traffic.interface.lost.before_ring", "{frame}", "Frames that the card or the kernel dropped before the ring.", line => line.Loss.BeforeRing);
        Each("traffic.interface.kept_away", "{frame}", "Frames of no use that the filter kept away.", line => line.Loss.KeptAway);
        Each("traffic.interface.freezes", "{freeze}", "Times a ring was full.", line => line.Loss.Freezes);
        Each("traffic.interface.not_captured", "s", "Seconds in which the interface was not captured.", line => line.Loss.SecondsNotCaptured);
        Each("traffic.interface.restarts", "{restart}", "Times the capture was opened again.", line => line.Restarts);
        Each("traffic.interface.faults", "{fault}", "Frames that the program stumbled over.", line => line.Faults);
        Show("traffic.interface.capturing", "1", "1 while frames come, or would come.", status => status.Interfaces.Select(line =>
            (line.State.Condition is EngineCondition.Capturing or EngineCondition.Silent ? 1.0 : 0, "interface", line.Name)));
        Show("traffic.problem", "1", "1 while the sensor has this problem.", status => Enum.GetValues<SensorProblem>().Select(problem =>
            (status.Problems.Any(found => found.Problem == problem) ? 1.0 : 0, "problem", StatusText.Key(problem))));
        Count("traffic.softnet.dropped", "{frame}", "Frames of all interfaces that a full backlog dropped.", status => [(status.Softnet.Dropped, "", "")]);
        Show("traffic.figure", "1", "What bounded tables hold and gave up, by name.", status => status.Figures.Select(figure => ((double)figure.Value, "figure", figure.Name)));
        Count("traffic.store.transactions", "{transaction}", "Durable transactions.", status => Of(status.Store?.Batches));
        Count("traffic.store.failures", "{failure}", "Attempts to write that failed; each is tried again.", status => Of(status.Store?.Failures));
        Count("traffic.store.lost", "{minute}", "Minutes that found no room in memory while the store could not be written.", status => Of(status.Store?.Lost));
        Show("traffic.store.waiting", "{minute}", "Closed minutes in memory.", status => status.Store is { } store ? [(store.Waiting, "", "")] : []);
        Count("traffic.clock.steps", "{step}", "Times the clock was set.", status => [(status.Clock.Steps, "", "")]);
        Show("traffic.lag", "s", "The longest that something waited from the wire to being counted, in the last second.", status => [(status.Lag.TotalSeconds, "", "")]);
        Show("traffic.memory", "By", "Resident memory.", status => [(status.MemoryBytes, "", "")]);
        Show("traffic.uptime", "s", "Since the sensor started.", status => [((status.Now - status.Started).TotalSeconds, "", "")]);
    }

    public Meter Meter { get; } = new("TrafficClassifier");

    public void Dispose() => Meter.Dispose();

    private static IEnumerable<(long, string, string)> Of(long? value) => value is { } known ? [(known, "", "")] : [];

    private void Each(string name, string unit, string description, Func<InterfaceStatus, long> value) =>
        Count(name, unit, description, status => status.Interfaces.Select(line => (value(line), "interface", line.Name)));

    private void Count(string name, string unit, string description, Func<SensorStatus, IEnumerable<(long Value, string Label, string Of)>> values) =>
        Meter.CreateObservableCounter(name, () => Measure(values), unit, description);

    private void Show(string name, string unit, string description, Func<SensorStatus, IEnumerable<(double Value, string Label, string Of)>> values) =>
        Meter.CreateObservableGauge(name, () => Measure(values), unit, description);

    private IEnumerable<Measurement<T>> Measure<T>(Func<SensorStatus, IEnumerable<(T Value, string Label, string Of)>> values)
        where T : struct =>
        _latest() is { } status
            ? values(status).Select(each => each.Label.Length == 0 ? new Measurement<T>(each.Value) : new Measurement<T>(each.Value, new KeyValuePair<string, object?>(each.Label, each.Of)))
            : [];
}
