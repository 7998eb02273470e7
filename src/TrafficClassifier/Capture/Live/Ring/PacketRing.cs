using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>
/// Takes frames from an interface through a TPACKET_V3 ring (Documentation/networking/packet_mmap.rst): the kernel writes them into blocks of
/// memory that it shares with us, they are read where they lie, and a block is given back when the last one of it was.
/// </summary>
public sealed unsafe class PacketRing : ICaptureEngine
{
    private const int MacAddresses = 12, TagLength = 4;

    private readonly PacketSocket _socket;
    private readonly Lock _counting = new();
    private readonly LinkType _linkType;
    private readonly bool _isEthernet;
    private readonly int _index;

    private int _block;
    private byte* _frame;
    private uint _left;
    private bool _hasBlock;
    private long _number;
    private uint _status;

    private EngineCounters _counters;
    private bool _isDisposed;

    private PacketRing(PacketSocket socket, in InterfaceLink link, LinkType type)
    {
        _socket = socket;
        _index = link.Index;
        _linkType = type;
        _isEthernet = type == LinkType.Ethernet;
    }

    public LinkType LinkType => _linkType;

    /// <summary>Of the last frame.</summary>
    public TimestampSource Timestamps => (_status & FrameHeader.HardwareTime) != 0 ? TimestampSource.Hardware : TimestampSource.Kernel;

    /// <summary>What is not as asked for, in one line; null when all is.</summary>
    public string? Remark => _socket.FanoutRemark;

    /// <summary>Of the interface now: it may have been renamed. Null when it is no more.</summary>
    public string? FindInterfaceName() => InterfaceLink.FindName(_socket.Descriptor, _index);

    /// <exception cref="EngineException">With the reason.</exception>
    public static PacketRing Open(EngineOptions options)
    {
        if (options.BlockBytes < Environment.SystemPageSize || !int.IsPow2(options.BlockBytes))
        {
            throw new EngineException(EngineFault.Refused, $"{options.Interface}: a block is a power of two of bytes, at least {Environment.SystemPageSize}");
        }
        if (InterfaceLink.Find(options.Interface) is not { } link)
        {
            throw new EngineException(EngineFault.NoInterface, $"{options.Interface}: there is no such interface");
        }
        if (link.Type is not { } type)
        {
            throw new EngineException(EngineFault.Refused, $"{options.Interface}: its frames have no link header that the ring knows; try the pcap engine");
        }
        return new PacketRing(PacketSocket.Open(options, link.Index), link, type);
    }

    public ReceiveStatus Receive(IFrameHandler handler, int milliseconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_hasBlock || TryTakeBlock())
        {
            HandOver(handler);
            return ReceiveStatus.Frames;
        }
        return Wait(handler, milliseconds);
    }

    public EngineCounters ReadCounters()
    {
        lock (_counting)
        {
            if (!_isDisposed)
            {
                Accumulate();
            }
            return _counters;
        }
    }

    public void Dispose()
    {
        lock (_counting)
        {
            if (!_isDisposed)
            {
                Accumulate();
                _isDisposed = true;
                _socket.Dispose();
            }
        }
    }

    /// <summary>Blocks are filled and read in turn.</summary>
    private bool TryTakeBlock()
    {
        var block = _socket.Blocks + ((long)_block * _socket.BlockBytes);
        var header = (BlockHeader*)block;
        if ((Volatile.Read(ref header->Status) & BlockHeader.User) == 0)
        {
            return false;
        }
        _frame = block + header->FirstFrame;
        _left = header->Frames;
        _hasBlock = true;
        return true;
    }

    private void GiveBack()
    {
        var header = (BlockHeader*)(_socket.Blocks + ((long)_block * _socket.BlockBytes));
        _hasBlock = false;
        _block = _block + 1 == _socket.BlockCount ? 0 : _block + 1;
        Volatile.Write(ref header->Status, BlockHeader.Kernel);
    }

    /// <summary>What is left is in fields before a frame is handed over: whatever the handler throws, the next call goes on behind it.</summary>
    private void HandOver(IFrameHandler handler)
    {
        var number = _number;
        var next = _frame;
        var linkType = _linkType;
        for (var left = _left; left != 0;)
        {
            var header = (FrameHeader*)next;
            var bytes = next + header->LinkOffset;
            var (captured, length, status) = ((int)header->Captured, (int)header->Length, header->Status);
            next += header->Next;
            if (Sse.IsSupported)
            {
                // The next frame's header, and what it begins with, while this one is looked at.
                Sse.Prefetch0(next);
                Sse.Prefetch0(next + 64);
                Sse.Prefetch0(next + 128);
            }
            _frame = next;
            _left = --left;
            _number = ++number;
            _status = status;
            if ((status & FrameHeader.HasTag) != 0 && _isEthernet && captured >= MacAddresses)
            {
                bytes = PutTagBack(bytes, header);
                captured += TagLength;
                length += TagLength;
            }
            var time = new Instant((header->Seconds * Instant.NanosecondsPerSecond) + header->Nanoseconds);
            handler.Handle(new CapturedFrame(new ReadOnlySpan<byte>(bytes, captured), time, linkType, number, length));
        }
        GiveBack();
    }

    /// <summary>The kernel took the outer tag out of the frame; the two addresses move into the head room and make place for it.</summary>
    private static byte* PutTagBack(byte* bytes, FrameHeader* header)
    {
        const ushort customerTag = 0x8100; // IEEE 802.1Q, for kernels that do not tell
        var addresses = (First: *(ulong*)bytes, Last: *(uint*)(bytes + 8));
        var moved = bytes - TagLength;
        *(ulong*)moved = addresses.First;
        *(uint*)(moved + 8) = addresses.Last;
        var type = (header->Status & FrameHeader.HasTagType) != 0 ? header->TagType : customerTag;
        moved[12] = (byte)(type >> 8);
        moved[13] = (byte)type;
        moved[14] = (byte)(header->Tag >> 8);
        moved[15] = (byte)header->Tag;
        return moved;
    }

    private ReceiveStatus Wait(IFrameHandler handler, int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        var left = milliseconds;
        do
        {
            var wait = new PacketCalls.PollDescriptor { Descriptor = _socket.Descriptor, Wanted = PacketCalls.PollIn | PacketCalls.PollError };
            var came = PacketCalls.Poll(&wait, 1, left);
            if (TryTakeBlock())
            {
                HandOver(handler);
                return ReceiveStatus.Frames;
            }
            if (came > 0 && (wait.Came & (PacketCalls.PollError | PacketCalls.PollHangUp | PacketCalls.PollInvalid)) != 0)
            {
                // Until its error is read, poll returns at once for ever.
                return ReadError() && ReadState() is var state and not ReceiveStatus.Silent ? state : Rest(left);
            }
            if (came > 0)
            {
                Thread.Sleep(1); // a block was ready that is not the next: cannot be, but must not spin
            }
            // A signal ends a wait early.
            left = milliseconds - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        while (left > 0);
        return ReadState();
    }

    /// <returns>False: there was none to be read.</returns>
    private bool ReadError()
    {
        var error = 0;
        uint length = sizeof(int);
        return PacketCalls.GetOption(_socket.Descriptor, PacketOption.SocketLevel, PacketOption.SocketError, &error, &length) == 0 && error != 0;
    }

    /// <summary>An error that is none, or one of an interface that is well again: a moment's rest keeps it from becoming a loop.</summary>
    private static ReceiveStatus Rest(int milliseconds)
    {
        Thread.Sleep(Math.Clamp(milliseconds, 0, 10));
        return ReceiveStatus.Silent;
    }

    private ReceiveStatus ReadState()
    {
        // The kernel unbinds the sockets of an interface that is deleted or moved to another namespace; another one of its name is not it.
        var address = default(SocketAddress);
        var length = (uint)sizeof(SocketAddress);
        if (PacketCalls.GetName(_socket.Descriptor, &address, &length) != 0 || address.Interface != _index)
        {
            return ReceiveStatus.Gone;
        }
        var (isThere, isRunning) = InterfaceLink.ReadState(_socket.Descriptor, _index);
        return !isThere ? ReceiveStatus.Gone : isRunning ? ReceiveStatus.Silent : ReceiveStatus.Down;
    }

    /// <summary>Reading the kernel's counters resets them.</summary>
    private void Accumulate()
    {
        var statistics = default(RingStatistics);
        var length = (uint)sizeof(RingStatistics);
        if (PacketCalls.GetOption(_socket.Descriptor, PacketOption.PacketLevel, PacketOption.Statistics, &statistics, &length) == 0)
        {
            _counters = new EngineCounters(_counters.Received + statistics.Packets, _counters.Dropped + statistics.Drops, _counters.Freezes + statistics.Freezes);
        }
    }
}
