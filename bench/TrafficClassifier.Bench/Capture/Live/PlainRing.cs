using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.Bench.Capture.Live;

/// <summary>
/// A TPACKET_V3 ring with nothing around it: no VLAN tags put back, no interface that goes away, one worker. What the engine may cost at least
/// in C#, beside the same in C (<c>bench/live/ring.c</c>).
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe partial class PlainRing : ICaptureEngine
{
    private const int PacketLevel = 263, AddMembership = 1, ReceiveRing = 5, Statistics = 6, Version = 10, IgnoreOutgoing = 23;
    private readonly EngineOptions _options;
    private readonly int _socket;
    private readonly byte* _ring;
    private readonly int _blocks;
    private readonly Lock _counting = new();
    private EngineCounters _counters;
    private int _next;
    private long _number;

    public PlainRing(EngineOptions options)
    {
        _options = options;
        _blocks = options.RingBytes / options.BlockBytes;
        _socket = socket(17, 3, 0); // AF_PACKET, SOCK_RAW: silent until it is bound
        Check(_socket, "socket");
        Set(Version, 2); // TPACKET_V3
        Set(IgnoreOutgoing, 1);
        options.Filter?.Attach(_socket);
        var request = stackalloc uint[7];
        (request[0], request[1], request[2], request[3]) = ((uint)options.BlockBytes, (uint)_blocks, 2048, (uint)(options.RingBytes / 2048));
        request[4] = (uint)options.BlockMilliseconds;
        Check(setsockopt(_socket, PacketLevel, ReceiveRing, request, 28), "PACKET_RX_RING");
        _ring = (byte*)mmap(0, options.RingBytes, 3, 0x8001, _socket, 0); // MAP_SHARED | MAP_POPULATE
        if (_ring == (byte*)-1)
        {
            throw new IOException($"mmap: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        var index = (int)if_nametoindex(options.Interface);
        var membership = stackalloc int[4];
        (membership[0], membership[1]) = (index, 1); // PACKET_MR_PROMISC
        Check(setsockopt(_socket, PacketLevel, AddMembership, membership, 16), "PACKET_ADD_MEMBERSHIP");
        var address = stackalloc int[5];
        (address[0], address[1]) = (17 | (0x0300 << 16), index); // ETH_P_ALL in network order
        Check(bind(_socket, address, 20), "bind");
    }

    public ReceiveStatus Receive(IFrameHandler handler, int milliseconds)
    {
        var block = _ring + ((long)_next * _options.BlockBytes);
        ref var status = ref *(uint*)(block + 8);
        if ((Volatile.Read(ref status) & 1) == 0)
        {
            var wait = stackalloc int[2];
            (wait[0], wait[1]) = (_socket, 1 | 8);
            _ = poll(wait, 1, milliseconds);
            if ((Volatile.Read(ref status) & 1) == 0)
            {
                return ReceiveStatus.Silent;
            }
        }
        var frame = block + *(uint*)(block + 16);
        for (var left = *(uint*)(block + 12); left != 0; left--)
        {
            // tpacket3_hdr: next, sec, nsec, snaplen, len, status, then 16 bits of mac.
            var header = (uint*)frame;
            var bytes = new ReadOnlySpan<byte>(frame + *(ushort*)(frame + 24), (int)header[3]);
            handler.Handle(new CapturedFrame(bytes, new Instant((header[1] * Instant.NanosecondsPerSecond) + header[2]), LinkType.Ethernet, ++_number));
            frame += header[0];
        }
        Volatile.Write(ref status, 0);
        _next = _next + 1 == _blocks ? 0 : _next + 1;
        return ReceiveStatus.Frames;
    }

    public EngineCounters ReadCounters()
    {
        lock (_counting)
        {
            var read = stackalloc uint[3];
            var length = 12u;
            if (getsockopt(_socket, PacketLevel, Statistics, read, &length) == 0) // and begins anew
            {
                _counters = new EngineCounters(_counters.Received + read[0], _counters.Dropped + read[1], _counters.Freezes + read[2]);
            }
            return _counters;
        }
    }

    public void Dispose()
    {
        _ = munmap((nint)_ring, _options.RingBytes);
        _ = close(_socket);
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private void Set(int option, int value) => Check(setsockopt(_socket, PacketLevel, option, &value, 4), $"option {option}");

#pragma warning disable IDE1006, SYSLIB1054 // As the C library names them.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int bind(int socket, void* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int munmap(nint address, nint length);

    [LibraryImport("libc")]
    private static partial int poll(void* files, nuint count, int milliseconds);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint if_nametoindex(string name);

    [LibraryImport("libc")]
    private static partial int close(int file);
#pragma warning restore IDE1006, SYSLIB1054
}
