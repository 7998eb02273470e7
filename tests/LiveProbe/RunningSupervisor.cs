using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe;

/// <summary>A supervisor on a thread of its own, until the check is over.</summary>
internal sealed class RunningSupervisor : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EngineSupervisor _supervisor;
    private readonly Thread _thread;

    public RunningSupervisor(EngineSupervisor supervisor)
    {
        _supervisor = supervisor;
        _thread = new Thread(() =>
        {
            supervisor.Run(_stop.Token);
            Cost = OwnProcess.ThreadTime;
        });
        _thread.Start();
    }

    public EngineState State => _supervisor.State;

    /// <summary>Of its thread, when it has stopped.</summary>
    public TimeSpan Cost { get; private set; }

    public void Await(EngineCondition condition) => Bench.WaitUntil(() => State.Condition == condition, $"{condition} (but {State})");

    public void Stop()
    {
        _stop.Cancel();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }
}
