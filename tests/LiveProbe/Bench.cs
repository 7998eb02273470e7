using System.Diagnostics;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe;

/// <summary>A wire and the engine to be checked on it.</summary>
internal sealed class Bench
{
    private readonly Func<EngineOptions, ICaptureEngine> _open;

    public Bench(Wire wire, Func<EngineOptions, ICaptureEngine> open)
    {
        Wire = wire;
        _open = open;
    }

    public Wire Wire { get; }

    /// <summary>A smaller ring than the default: many are opened.</summary>
    public static EngineOptions Options { get; } = new() { Interface = Wire.Near, RingBytes = 8 << 20, BlockBytes = 1 << 18, BlockMilliseconds = 20 };

    public ICaptureEngine Open(EngineOptions? options = null) => _open(options ?? Options);

    /// <summary>Receives until nothing has come for a while.</summary>
    public static ReceiveStatus Drain(ICaptureEngine engine, IFrameHandler handler)
    {
        ReceiveStatus status;
        while ((status = engine.Receive(handler, 150)) == ReceiveStatus.Frames)
        {
        }
        return status;
    }

    /// <summary>Receives until it is so, five seconds at most.</summary>
    public static ReceiveStatus ReceiveUntil(ICaptureEngine engine, IFrameHandler handler, ReceiveStatus wanted)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var status = engine.Receive(handler, 100);
            if (status == wanted || Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(5))
            {
                return status;
            }
        }
    }

    public static void WaitUntil(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(5))
            {
                throw new CheckFailedException($"after 5 s not {what}");
            }
            Thread.Sleep(5);
        }
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckFailedException($"{what}: {actual}, not {expected}");
        }
    }

    public static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new CheckFailedException($"not so: {what}");
        }
    }
}
