using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live;

/// <summary>
/// The engine for Linux: a TPACKET_V3 ring (linux/if_packet.h, packet_mmap.rst) that the kernel fills block by block and whose frames are
/// handled in place. The kernel keeps the outer VLAN tag beside the frame; it is put back in line.
/// <code>
/// block:  | version | offset to private | status | frames | offset to first | length | sequence (8) | first time | last time |
/// frame:  | offset to next | seconds | nanoseconds | captured | length | status | mac (2) net (2) | rxhash | tci | tpid (2) | ... | bytes
/// </code>
/// </summary>
public sealed unsafe class PacketRing : ICaptureEngine
{
    private const int BlockStatus = 8, BlockFrames = 12, BlockFirst = 16;
    private const int FrameNext = 0, FrameSeconds = 4, FrameNanoseconds = 8, FrameCaptured = 12, FrameStatus = 20, FrameMac = 24, FrameTci = 32, FrameTpid = 36;
    private const uint OwnedByUser = 1;
    private const uint HasTag = 1 << 4, HasTagType = 1 << 6;
    private const ushort DefaultTagType = 0x8100;
    private const int TagLength = 4, AddressesLength = 12;
    private const int SmallestFrame = 2048;

    private readonly PacketSocket _socket;
    private readonly nuint _length;
    private readonly int _blockBytes, _blocks;
    private readonly LinkType _linkType;
    private readonly Lock _counting = new();
    private byte* _map;
    private int _block;
    private long _number;
    private EngineCounters _counters;

    /// <exception cref="IOException">It cannot be opened; in one line that says what to do.</exception>
    public PacketRing(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _blockBytes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(options.BlockBytes, 1 << 16, 1 << 26));
        _blocks = Math.Max(2, options.RingBytes / _blockBytes);
        _length = (nuint)_blockBytes * (nuint)_blocks;
        _socket = new PacketSocket(options.Interface);
        try
        {
            Open(options);
            _linkType = HardwareTypes.LinkTypeOf(_socket.HardwareType);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The kernel gives the card's own times where the card has them.</summary>
    public bool AsksForHardwareTime { get; private set; }

    /// <summary>Frames between the same two addresses come to the same engine; false where the kernel only shares by flows, which parts fragments from their packets.</summary>
    public bool SharesByAddresses { get; private set; } = true;

    private void Open(EngineOptions options)
    {
        _socket.Set(LinuxCalls.Version, LinuxCalls.Version3, "TPACKET_V3");
        _socket.TrySet(LinuxCalls.IgnoreOutgoing, 1); // Linux 4.20
        _socket.Set(LinuxCalls.Reserve, TagLength, "room for a VLAN tag");
        AsksForHardwareTime = _socket.TrySet(LinuxCalls.Timestamp, LinuxCalls.RawHardwareTimestamps);
        options.Filter?.Attach(_socket.Descriptor);
        _socket.Set(LinuxCalls.ReceiveRing, new LinuxCalls.RingRequest
        {
            BlockSize = (uint)_blockBytes,
            BlockCount = (uint)_blocks,
            FrameSize = SmallestFrame,
            FrameCount = (uint)(_blockBytes / SmallestFrame * _blocks),
            BlockMilliseconds = (uint)options.BlockMilliseconds,
        }, $"ring of {_length >> 20} MiB");
        var map = LinuxCalls.Map(0, _length, LinuxCalls.ReadWrite, LinuxCalls.SharedMapping | LinuxCalls.Populate, _socket.Descriptor, 0);
        _map = map == LinuxCalls.MappingFailed ? throw _socket.Refused("mapping the ring") : (byte*)map;
        _socket.Set(LinuxCalls.AddMembership, new LinuxCalls.Membership { Interface = _socket.Index, Type = LinuxCalls.Promiscuous }, "promiscuous");
        _socket.Bind();
        if (options.Workers > 1)
        {
            SharesByAddresses = Fanout.Join(_socket, options.FanoutGroup);
        }
    }

    public ReceiveStatus Receive(IFrameHandler handler, int milliseconds)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var block = _map + ((nint)_block * _blockBytes);
        if ((Volatile.Read(ref Status(block)) & OwnedByUser) == 0)
        {
            var status = Wait(milliseconds);
            if (status != ReceiveStatus.Frames || (Volatile.Read(ref Status(block)) & OwnedByUser) == 0)
            {
                return status == ReceiveStatus.Frames ? ReceiveStatus.Silent : status;
            }
        }
        var left = *(uint*)(block + BlockFrames);
        try
        {
            var frame = block + *(uint*)(block + BlockFirst);
            while (left > 0)
            {
                left--;
                var next = *(uint*)(frame + FrameNext);
                Hand(handler, frame);
                frame += next;
            }
        }
        finally
        {
            Volatile.Write(ref Status(block), 0);
            _block = _block + 1 == _blocks ? 0 : _block + 1;
            if (left > 0)
            {
                Lose(left);
            }
        }
        return ReceiveStatus.Frames;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Hand(IFrameHandler handler, byte* frame)
    {
        var bytes = frame + *(ushort*)(frame + FrameMac);
        var length = *(int*)(frame + FrameCaptured);
        var status = *(uint*)(frame + FrameStatus);
        if ((status & HasTag) != 0 && length >= AddressesLength)
        {
            var type = (status & HasTagType) != 0 ? *(ushort*)(frame + FrameTpid) : DefaultTagType;
            PutBack(bytes, type, (ushort)*(uint*)(frame + FrameTci));
            bytes -= TagLength;
            length += TagLength;
        }
        var time = new Instant((*(uint*)(frame + FrameSeconds) * Instant.NanosecondsPerSecond) + *(uint*)(frame + FrameNanoseconds));
        handler.Handle(new CapturedFrame(new ReadOnlySpan<byte>(bytes, length), time, _linkType, ++_number));
    }

    /// <summary>Moves both addresses into the room that was kept in front, and writes the tag behind them.</summary>
    private static void PutBack(byte* bytes, ushort type, ushort control)
    {
        new ReadOnlySpan<byte>(bytes, AddressesLength).CopyTo(new Span<byte>(bytes - TagLength, AddressesLength));
        var tag = bytes - TagLength + AddressesLength;
        tag[0] = (byte)(type >> 8);
        tag[1] = (byte)type;
        tag[2] = (byte)(control >> 8);
        tag[3] = (byte)control;
    }

    private ReceiveStatus Wait(int milliseconds)
    {
        var entry = new LinuxCalls.PollEntry { Descriptor = _socket.Descriptor, Events = LinuxCalls.PollIn | LinuxCalls.PollError };
        var ready = LinuxCalls.Poll(&entry, 1, milliseconds);
        if (ready > 0 && (entry.Returned & (LinuxCalls.PollError | LinuxCalls.PollHangUp)) != 0)
        {
            // As long as the error is not taken, each poll returns at once.
            var error = _socket.TakeError();
            return _socket.HardwareType < 0 ? ReceiveStatus.Gone : error == LinuxCalls.NetworkDown ? ReceiveStatus.Down : ReceiveStatus.Silent;
        }
        if (ready > 0)
        {
            return ReceiveStatus.Frames;
        }
        return _socket.HardwareType < 0 ? ReceiveStatus.Gone : ReceiveStatus.Silent;
    }

    public EngineCounters ReadCounters()
    {
        lock (_counting)
        {
            if (_map != null)
            {
                var news = _socket.TakeStatistics();
                _counters = new EngineCounters(_counters.Received + news.Packets, _counters.Dropped + news.Drops, _counters.Freezes + news.Freezes);
            }
            return _counters;
        }
    }

    private void Lose(long frames)
    {
        lock (_counting)
        {
            _counters = _counters with { Dropped = _counters.Dropped + frames };
        }
    }

    public void Dispose()
    {
        lock (_counting)
        {
            if (_map != null)
            {
                _ = LinuxCalls.Unmap((nint)_map, _length);
                _map = null;
            }
            _socket.Dispose();
        }
    }

    private static ref uint Status(byte* block) => ref *(uint*)(block + BlockStatus);
}
