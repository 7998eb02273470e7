using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>A packet socket with its ring, set up so that the first frame in it is one that was asked for.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    /// <summary>TPACKET_V3 does not use it, but checks it: anything that holds a header and divides a block.</summary>
    private const uint FrameSize = 2048;

    /// <summary>Before each frame, for the tag that the kernel took out.</summary>
    private const int HeadRoom = 4;

    private readonly int _descriptor;
    private readonly string _interface;

    private PacketSocket(int descriptor, string name)
    {
        _descriptor = descriptor;
        _interface = name;
    }

    public int Descriptor => _descriptor;

    public byte* Blocks { get; private set; }

    public int BlockBytes { get; private set; }

    public int BlockCount { get; private set; }

    /// <summary>Null, or why flows are not spread by addresses.</summary>
    public string? FanoutRemark { get; private set; }

    /// <exception cref="EngineException">With the reason.</exception>
    public static PacketSocket Open(EngineOptions options, int index)
    {
        // Protocol 0: nothing comes in before the socket is bound.
        var descriptor = PacketCalls.OpenSocket(PacketCalls.PacketFamily, PacketCalls.RawSocket | PacketCalls.CloseOnExec, 0);
        if (descriptor < 0 && options.Spares?.TryTake(out descriptor) != true)
        {
            throw Fail(options.Interface, "a packet socket");
        }
        var socket = new PacketSocket(descriptor, options.Interface);
        try
        {
            socket.SetUp(options, index);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Blocks is not null)
        {
            _ = PacketCalls.Unmap(Blocks, (nuint)BlockBytes * (nuint)BlockCount);
            Blocks = null;
        }
        _ = PacketCalls.Close(_descriptor);
    }

    private void SetUp(EngineOptions options, int index)
    {
        Set(PacketOption.Version, PacketOption.Version3, "version 3 of the packet ring");
        Set(PacketOption.Reserve, HeadRoom, "head room for tags");
        if (!TrySet(PacketOption.IgnoreOutgoing, 1) && options.Workers > 1)
        {
            // Since Linux 4.20. One worker alone can live with seeing what the host sends.
            throw Fail(options.Interface, "to ignore what the host sends (Linux 4.20)");
        }
        if (options.HardwareTimestamps)
        {
            // The kernel takes its own clock for frames without the card's time.
            _ = TrySet(PacketOption.Timestamp, PacketOption.RawHardware);
        }
        MakeRing(options);
        AddPromiscuous(index);
        if (options.Workers <= 1)
        {
            options.Filter?.Attach(_descriptor);
            Bind(index);
            return;
        }
        // Between bind and fanout the socket would get every worker's frames: nothing passes until both are done.
        AttachProgram([new BpfInstruction(BpfCode.Return, 0, 0, 0)]);
        Bind(index);
        JoinFanout(options.FanoutGroup);
        if (options.Filter is { } filter)
        {
            filter.Attach(_descriptor);
        }
        else
        {
            var unused = 0;
            Check(PacketCalls.SetOption(_descriptor, PacketOption.SocketLevel, PacketOption.DetachFilter, &unused, sizeof(int)), "the filter's end");
        }
    }

    private void MakeRing(EngineOptions options)
    {
        BlockBytes = options.BlockBytes;
        BlockCount = Math.Max(2, options.RingBytes / options.BlockBytes);
        var request = new RingRequest
        {
            BlockSize = (uint)BlockBytes,
            Blocks = (uint)BlockCount,
            FrameSize = FrameSize,
            Frames = (uint)BlockCount * ((uint)BlockBytes / FrameSize),
            RetireMilliseconds = (uint)options.BlockMilliseconds,
        };
        Check(PacketCalls.SetOption(_descriptor, PacketOption.PacketLevel, PacketOption.ReceiveRing, &request, (uint)sizeof(RingRequest)),
            $"a ring of {BlockCount} blocks of {BlockBytes >> 10} KiB");
        var blocks = PacketCalls.Map(null, (nuint)BlockBytes * (nuint)BlockCount, PacketCalls.ReadWrite, PacketCalls.SharedPopulated, _descriptor, 0);
        if ((nint)blocks == -1)
        {
            throw Fail(_interface, "to map the ring");
        }
        Blocks = blocks;
    }

    private void AddPromiscuous(int index)
    {
        var membership = new Membership { Interface = index, Type = PacketOption.Promiscuous };
        Check(PacketCalls.SetOption(_descriptor, PacketOption.PacketLevel, PacketOption.AddMembership, &membership, (uint)sizeof(Membership)), "promiscuous mode");
    }

    private void Bind(int index)
    {
        var address = new SocketAddress { Family = PacketCalls.PacketFamily, Protocol = PacketOption.AllProtocols, Interface = index };
        Check(PacketCalls.Bind(_descriptor, &address, (uint)sizeof(SocketAddress)), "to bind to the interface");
    }

    private void JoinFanout(ushort group)
    {
        if (TrySet(PacketOption.Fanout, group | (PacketOption.FanoutByProgram << 16)))
        {
            var instructions = FanoutProgram.Build();
            fixed (BpfInstruction* first = instructions)
            {
                var program = new KernelCalls.SocketProgram { Length = (ushort)instructions.Length, Instructions = first };
                Check(PacketCalls.SetOption(_descriptor, PacketOption.PacketLevel, PacketOption.FanoutData, &program, (uint)sizeof(KernelCalls.SocketProgram)),
                    "to spread frames by their addresses");
            }
            return;
        }
        var reason = Marshal.GetLastPInvokeErrorMessage();
        Set(PacketOption.Fanout, group | (PacketOption.FanoutByHash << 16), $"to share the interface among workers (group {group})");
        FanoutRemark = $"{_interface}: the kernel cannot spread frames by addresses ({reason}): by its own hash of addresses and ports, fragments apart";
    }

    private void AttachProgram(ReadOnlySpan<BpfInstruction> instructions)
    {
        fixed (BpfInstruction* first = instructions)
        {
            var program = new KernelCalls.SocketProgram { Length = (ushort)instructions.Length, Instructions = first };
            Check(PacketCalls.SetOption(_descriptor, PacketOption.SocketLevel, PacketOption.AttachFilter, &program, (uint)sizeof(KernelCalls.SocketProgram)), "a filter");
        }
    }

    private void Set(int option, int value, string what)
    {
        if (!TrySet(option, value))
        {
            throw Fail(_interface, what);
        }
    }

    private bool TrySet(int option, int value) => PacketCalls.SetOption(_descriptor, PacketOption.PacketLevel, option, &value, sizeof(int)) == 0;

    private void Check(int result, string what)
    {
        if (result != 0)
        {
            throw Fail(_interface, what);
        }
    }

    private static EngineException Fail(string name, string what)
    {
        var error = Marshal.GetLastPInvokeError();
        var reason = Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            PacketCalls.NotPermitted or PacketCalls.AccessDenied => new EngineException(EngineFault.NoRights,
                $"{name}: capturing is not permitted: it needs CAP_NET_RAW ({InterfaceRights.Remedy})"),
            PacketCalls.NoSuchDevice or PacketCalls.NoSuchDeviceOrAddress => new EngineException(EngineFault.NoInterface, $"{name}: there is no such interface"),
            PacketCalls.OutOfMemory => new EngineException(EngineFault.Refused, $"{name}: the kernel has no memory for {what}: make it smaller"),
            _ => new EngineException(EngineFault.Refused, $"{name}: the kernel refused {what}: {reason}"),
        };
    }
}
