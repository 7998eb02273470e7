using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>Takes frames from an interface through libpcap: where there is no ring of our own, and on other systems. SharpPcap opens the device.</summary>
public sealed unsafe class PcapEngine : ICaptureEngine
{
    /// <summary>Handed over by one call; also bounds the exceptions that wait.</summary>
    private const int MostFrames = 1024;

    private readonly EngineOptions _options;
    private readonly Lock _counting = new();
    private readonly Queue<Exception> _faults = new();
    private readonly int _index;

    private GCHandle _self;
    private PcapSocket? _socket;
    private IFrameHandler? _handler;
    private long _number;
    private EngineCounters _counters;
    private bool _isDisposed;

    private PcapEngine(EngineOptions options, int index)
    {
        _options = options;
        _index = index;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Null while the interface has not been up.</summary>
    public LinkType? LinkType => _socket?.LinkType;

    /// <remarks>libpcap opens no interface that is down: such a one is captured from the first wait on that finds it up.</remarks>
    /// <exception cref="EngineException">With the reason.</exception>
    public static PcapEngine Open(EngineOptions options)
    {
        var index = OperatingSystem.IsLinux() ? InterfaceLink.Find(options.Interface)?.Index ?? 0 : 0;
        var socket = PcapSocket.Open(options);
        return new PcapEngine(options, index) { _socket = socket };
    }

    public ReceiveStatus Receive(IFrameHandler handler, int milliseconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowNext();
        if (_socket is null && !TryOpen())
        {
            Thread.Sleep(milliseconds);
            return ReadState() == ReceiveStatus.Gone ? ReceiveStatus.Gone : ReceiveStatus.Down;
        }
        _handler = handler;
        try
        {
            return OperatingSystem.IsLinux() ? ReceiveByPoll(milliseconds) : ReceiveBlocking(milliseconds);
        }
        finally
        {
            _handler = null;
        }
    }

    public EngineCounters ReadCounters()
    {
        lock (_counting)
        {
            Accumulate();
            return _counters;
        }
    }

    public void Dispose()
    {
        lock (_counting)
        {
            if (_isDisposed)
            {
                return;
            }
            Accumulate();
            _isDisposed = true;
            _socket?.Dispose();
            _self.Free();
        }
    }

    /// <summary>The interface was down when the engine was opened.</summary>
    private bool TryOpen()
    {
        if (ReadState() != ReceiveStatus.Silent)
        {
            return false;
        }
        var socket = PcapSocket.Open(_options);
        lock (_counting)
        {
            _socket = socket;
        }
        return socket is not null;
    }

    private ReceiveStatus ReceiveByPoll(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        var left = milliseconds;
        do
        {
            if (Dispatch() is { } status)
            {
                return status;
            }
            var wait = new PacketCalls.PollDescriptor { Descriptor = _socket!.Descriptor, Wanted = PacketCalls.PollIn | PacketCalls.PollError };
            var came = PacketCalls.Poll(&wait, 1, left);
            if (came > 0 && (wait.Came & PacketCalls.PollIn) != 0)
            {
                if (Dispatch() is { } after)
                {
                    return after;
                }
                Thread.Sleep(1); // readable and nothing there: cannot be, but must not spin
            }
            else if (came > 0)
            {
                ReadError(); // until it is read, poll returns at once for ever
                if (ReadState() is var state and not ReceiveStatus.Silent)
                {
                    return state;
                }
                Thread.Sleep(Math.Clamp(left, 0, 10));
            }
            // A signal ends a wait early.
            left = milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        while (left > 0);
        return ReadState();
    }

    /// <summary>libpcap waits as long as a block does.</summary>
    private ReceiveStatus ReceiveBlocking(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            if (Dispatch() is { } status)
            {
                return status;
            }
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
        return ReceiveStatus.Silent;
    }

    /// <returns>Null: nothing has come.</returns>
    private ReceiveStatus? Dispatch()
    {
        var count = _socket!.Dispatch(MostFrames, &Handle, GCHandle.ToIntPtr(_self));
        ThrowNext();
        if (count != PcapLibrary.Error)
        {
            return count > 0 ? ReceiveStatus.Frames : null;
        }
        var reason = _socket.LastError;
        return ReadState() is var state and not ReceiveStatus.Silent
            ? state
            : throw new EngineException(EngineFault.Refused, $"{_options.Interface}: libpcap cannot go on: {reason}");
    }

    /// <summary>
    /// libpcap cannot stop amid a block (pcap_breakloop is looked at after it), so the frames behind one that the handler threw for are handed
    /// over first; then the exceptions come out, one a call.
    /// </summary>
    private void ThrowNext()
    {
        if (_faults.TryDequeue(out var fault))
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>An exception that left it would end the process.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Handle(nint user, byte* header, byte* bytes)
    {
        var engine = Unsafe.As<PcapEngine>(GCHandle.FromIntPtr(user).Target!);
        try
        {
            engine.Hand(new PcapFrameHeader(header), bytes);
        }
        catch (Exception fault)
        {
            engine._faults.Enqueue(fault);
        }
    }

    private void Hand(PcapFrameHeader header, byte* bytes)
    {
        var socket = _socket!;
        var time = new Instant((header.Seconds * Instant.NanosecondsPerSecond) + ((long)header.Fraction * socket.FractionNanoseconds));
        _handler!.Handle(new CapturedFrame(new ReadOnlySpan<byte>(bytes, header.Captured), time, socket.LinkType, ++_number, header.Length));
    }

    private void ReadError()
    {
        var error = 0;
        uint length = sizeof(int);
        _ = PacketCalls.GetOption(_socket!.Descriptor, PacketOption.SocketLevel, PacketOption.SocketError, &error, &length);
    }

    /// <summary>Another interface of the same name is not the one that was opened.</summary>
    private ReceiveStatus ReadState()
    {
        if (!OperatingSystem.IsLinux())
        {
            return ReceiveStatus.Silent;
        }
        if (_socket is not { } socket)
        {
            return InterfaceLink.Find(_options.Interface) is not { } link || link.Index != _index ? ReceiveStatus.Gone
                : link.IsUp ? ReceiveStatus.Silent : ReceiveStatus.Down;
        }
        if (_index == 0)
        {
            return ReceiveStatus.Silent; // no interface of the kernel's: "any"
        }
        // The kernel unbinds the sockets of an interface that is deleted or moved to another namespace.
        var address = default(SocketAddress);
        var length = (uint)sizeof(SocketAddress);
        if (PacketCalls.GetName(socket.Descriptor, &address, &length) != 0 || address.Interface != _index)
        {
            return ReceiveStatus.Gone;
        }
        var (isThere, isRunning) = InterfaceLink.ReadState(socket.Descriptor, _index);
        return !isThere ? ReceiveStatus.Gone : isRunning ? ReceiveStatus.Silent : ReceiveStatus.Down;
    }

    /// <summary>With the lock taken: a closed handle has no statistics.</summary>
    private void Accumulate()
    {
        if (!_isDisposed && _socket is { } socket)
        {
            var (received, dropped) = socket.ReadStatistics();
            _counters = new EngineCounters(_counters.Received + received, _counters.Dropped + dropped, 0);
        }
    }
}
