using System.Diagnostics;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Rights;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live;

/// <summary>
/// Keeps an interface captured: opens an engine when the interface is there, receives on the calling thread, opens another one when the interface
/// has gone and come back. Whatever happens is in <see cref="State"/>; nothing ends it but being asked to.
/// </summary>
public sealed class EngineSupervisor
{
    /// <summary>The longest silence without a call of the quiet callback.</summary>
    private const int QuietMilliseconds = 100;

    private const int FirstBackOff = 100, LongestBackOff = 5_000;

    /// <summary>How long frames that came before a stop are still taken, on an interface that never falls silent.</summary>
    private static readonly TimeSpan _lastMoments = TimeSpan.FromMilliseconds(250);

    private readonly string _interface;
    private readonly Func<ICaptureEngine> _open;
    private readonly IFrameHandler _handler;
    private readonly Action _quiet;
    private readonly TimeProvider _clock;
    private readonly Lock _engineLock = new();

    private ICaptureEngine? _engine;
    private EngineCounters _closed;
    private bool _hasOpened;
    private string? _remark;
    private long _remarked;
    private volatile EngineState _state;

    /// <param name="open">Called at every start with the interface there; what it opens is disposed of here.</param>
    /// <param name="handler">Called on the thread that runs this.</param>
    /// <param name="quiet">Called on that thread at least every 100 ms in which no frame comes, whatever the reason.</param>
    public EngineSupervisor(string name, Func<ICaptureEngine> open, IFrameHandler handler, Action? quiet = null, TimeProvider? clock = null)
    {
        _interface = name;
        _open = open;
        _handler = handler;
        _quiet = quiet ?? (() => { });
        _clock = clock ?? TimeProvider.System;
        _state = new EngineState(EngineCondition.Waiting, _clock.GetUtcNow(), $"{name}: not started", 0, 0, null);
    }

    public string Interface => _interface;

    /// <summary>May be read by any thread.</summary>
    public EngineState State => _state;

    /// <summary>Of all engines that were opened; may be read by any thread.</summary>
    public EngineCounters ReadCounters()
    {
        lock (_engineLock)
        {
            return Sum(_closed, _engine?.ReadCounters() ?? default);
        }
    }

    /// <summary>Returns when asked to stop, and with all frames handed over that came before.</summary>
    public void Run(CancellationToken stop)
    {
        var backOff = FirstBackOff;
        while (!stop.IsCancellationRequested)
        {
            if (!TryOpen())
            {
                // An absent interface is looked for often, which is cheap; a refusal is repeated ever more seldom.
                var isAbsent = _state.Condition is EngineCondition.Waiting or EngineCondition.Gone;
                Pause(isAbsent ? QuietMilliseconds : backOff, stop);
                backOff = isAbsent ? FirstBackOff : Math.Min(backOff * 2, LongestBackOff);
                continue;
            }
            if (Receive(stop))
            {
                backOff = FirstBackOff;
            }
            else
            {
                Pause(backOff, stop);
                backOff = Math.Min(backOff * 2, LongestBackOff);
            }
        }
        Enter(EngineCondition.Stopped, null);
    }

    private bool TryOpen()
    {
        if (OperatingSystem.IsLinux() && _interface != "any" && InterfaceLink.Find(_interface) is null)
        {
            Absent();
            return false;
        }
        try
        {
            var engine = Privileges.Raised(_open);
            lock (_engineLock)
            {
                _engine = engine;
            }
        }
        catch (EngineException reason) when (reason.Fault == EngineFault.NoInterface)
        {
            Absent();
            return false;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or PlatformNotSupportedException or DllNotFoundException)
        {
            Enter(EngineCondition.Failed, OneLine(reason));
            return false;
        }
        if (_hasOpened)
        {
            _state = _state with { Restarts = _state.Restarts + 1 };
        }
        _hasOpened = true;
        _remark = null;
        _remarked = Environment.TickCount64 - 1000;
        Enter(EngineCondition.Silent, null);
        return true;
    }

    private void Absent() => Enter(_hasOpened ? EngineCondition.Gone : EngineCondition.Waiting, $"{_interface}: there is no such interface");

    /// <returns>False: the engine failed, and may fail again at once.</returns>
    private bool Receive(CancellationToken stop)
    {
        var hasReceived = false;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var status = ReceiveGuarded();
                hasReceived |= status == ReceiveStatus.Frames;
                if (status == ReceiveStatus.Gone)
                {
                    Enter(EngineCondition.Gone, $"{_interface}: the interface is no more");
                    return true;
                }
            }
            var asked = Stopwatch.GetTimestamp();
            while (ReceiveGuarded() == ReceiveStatus.Frames && Stopwatch.GetElapsedTime(asked) < _lastMoments)
            {
            }
            return true;
        }
        catch (EngineException reason)
        {
            Enter(EngineCondition.Failed, OneLine(reason));
            return hasReceived;
        }
        finally
        {
            Close();
        }
    }

    private ReceiveStatus ReceiveGuarded()
    {
        try
        {
            var status = _engine!.Receive(_handler, QuietMilliseconds);
            if (status != ReceiveStatus.Frames)
            {
                Guarded(_quiet);
            }
            Note(status);
            return status;
        }
        catch (Exception fault) when (fault is not EngineException)
        {
            Count(fault);
            return ReceiveStatus.Frames;
        }
    }

    private void Note(ReceiveStatus status)
    {
        switch (status)
        {
            case ReceiveStatus.Frames:
                Enter(EngineCondition.Capturing, Remark());
                break;
            case ReceiveStatus.Silent:
                Enter(EngineCondition.Silent, Remark());
                break;
            case ReceiveStatus.Down:
                Enter(EngineCondition.Down, $"{_interface}: the interface is down, or its cable has no other end");
                break;
            case ReceiveStatus.Gone:
                break;
        }
    }

    /// <summary>Looked at once a second: a block may end every millisecond.</summary>
    private string? Remark()
    {
        if (_engine is PacketRing ring && Environment.TickCount64 - _remarked >= 1000)
        {
            _remarked = Environment.TickCount64;
            var name = ring.FindInterfaceName() ?? _interface;
            _remark = name == _interface ? ring.Remark : $"{_interface}: the interface is called {name} now";
        }
        return _remark;
    }

    private void Close()
    {
        lock (_engineLock)
        {
            if (_engine is { } engine)
            {
                _engine = null;
                engine.Dispose();
                _closed = Sum(_closed, engine.ReadCounters());
            }
        }
    }

    private void Pause(int milliseconds, CancellationToken stop)
    {
        for (var left = milliseconds; left > 0 && !stop.IsCancellationRequested; left -= QuietMilliseconds)
        {
            Guarded(_quiet);
            stop.WaitHandle.WaitOne(Math.Min(left, QuietMilliseconds));
        }
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            Count(fault);
        }
    }

    private void Count(Exception fault) => _state = _state with { Faults = _state.Faults + 1, LastFault = $"{fault.GetType().Name}: {OneLine(fault)}" };

    /// <summary>On the way of every block: writes only what is new.</summary>
    private void Enter(EngineCondition condition, string? reason)
    {
        var state = _state;
        if (state.Condition != condition || state.Reason != reason)
        {
            _state = state with { Condition = condition, Reason = reason, Since = state.Condition == condition ? state.Since : _clock.GetUtcNow() };
        }
    }

    private static EngineCounters Sum(in EngineCounters one, in EngineCounters other) =>
        new(one.Received + other.Received, one.Dropped + other.Dropped, one.Freezes + other.Freezes);

    private static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ");
}
