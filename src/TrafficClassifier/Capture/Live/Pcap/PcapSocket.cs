using System.Runtime.InteropServices;
using SharpPcap;
using SharpPcap.LibPcap;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Ring;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>An opened device of SharpPcap, set up so that the first frame handed over is one that was asked for.</summary>
internal sealed unsafe class PcapSocket : IDisposable
{
    /// <summary>Whole frames, also those that a card has joined (libpcap's MAXIMUM_SNAPLEN).</summary>
    private const int WholeFrames = 262_144;

    /// <summary>DLT_RAW here and on OpenBSD: the number in files is another (pcap-linktype(7)).</summary>
    private const int Raw = 12, RawOpenBsd = 14;

    private readonly LibPcapLiveDevice _device;
    private readonly EngineOptions _options;
    private readonly nint _handle;
    private readonly uint[] _last = new uint[2];

    private PcapSocket(LibPcapLiveDevice device, EngineOptions options)
    {
        _device = device;
        _options = options;
        _handle = device.Handle.DangerousGetHandle();
        var type = PcapLibrary.LinkType(_handle);
        LinkType = type is Raw or RawOpenBsd ? LinkType.RawIp : new LinkType((ushort)type);
        FractionNanoseconds = PcapLibrary.TimePrecision(_handle) == PcapLibrary.Nanoseconds ? 1 : 1000;
        Descriptor = OperatingSystem.IsWindows() ? -1 : PcapLibrary.Descriptor(_handle);
    }

    public LinkType LinkType { get; }

    /// <summary>In one unit of a frame's fraction of a second.</summary>
    public int FractionNanoseconds { get; }

    public int Descriptor { get; }

    public string LastError => PcapLibrary.ErrorOf(_handle);

    /// <returns>Null: the interface is down, and libpcap opens none that is (pcap_activate(3), PCAP_ERROR_IFACE_NOT_UP).</returns>
    /// <exception cref="EngineException">With the reason.</exception>
    public static PcapSocket? Open(EngineOptions options)
    {
        var device = Find(options.Interface);
        var configuration = new DeviceConfiguration
        {
            Mode = DeviceModes.Promiscuous, // never MaxResponsiveness: libpcap would do without its ring
            Snaplen = WholeFrames,
            ReadTimeout = options.BlockMilliseconds,
            BufferSize = options.RingBytes,
            TimestampResolution = TimestampResolution.Nanosecond,
        };
        configuration.ConfigurationFailed += IgnoreResolution;
        try
        {
            device.Open(configuration);
        }
        catch (PcapException refusal) when (refusal.Error == PcapError.InterfaceNotUp)
        {
            device.Dispose();
            return null;
        }
        catch (PcapException refusal)
        {
            device.Dispose();
            throw Fail(options.Interface, refusal);
        }
        catch
        {
            device.Dispose();
            throw;
        }
        var socket = new PcapSocket(device, options);
        try
        {
            socket.SetUp();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public int Dispatch(int frames, delegate* unmanaged[Cdecl]<nint, byte*, byte*, void> callback, nint user) => PcapLibrary.Dispatch(_handle, frames, callback, user);

    /// <summary>What was counted since it was last read; the library's own counters are of 32 bits and wrap.</summary>
    public (uint Received, uint Dropped) ReadStatistics()
    {
        var now = stackalloc uint[4]; // one more on Windows
        if (PcapLibrary.Statistics(_handle, now) != 0)
        {
            return default;
        }
        var since = (unchecked(now[0] - _last[0]), unchecked(now[1] - _last[1]));
        (_last[0], _last[1]) = (now[0], now[1]);
        return since;
    }

    public void Dispose() => _device.Dispose();

    /// <summary>Every interface that libpcap knows, by its name.</summary>
    private static LibPcapLiveDevice Find(string name)
    {
        if (!PcapLibrary.IsInstalled)
        {
            throw new EngineException(EngineFault.Refused, $"{name}: {PcapLibrary.Missing}");
        }
        var devices = LibPcapLiveDeviceList.New();
        return devices.FirstOrDefault(device => device.Name == name)
            ?? throw new EngineException(EngineFault.NoInterface, $"{name}: there is no such interface");
    }

    private void SetUp()
    {
        _device.Filter = ""; // even so: it makes the kernel cut frames
        if (!OperatingSystem.IsLinux())
        {
            SetPortableFilter();
            return;
        }
        _device.NonBlockingMode = true; // on a silent link libpcap would wait for ever
        _ = TrySet(PacketOption.IgnoreOutgoing, 1);
        if (_options.Filter is null && _options.Workers <= 1)
        {
            return;
        }
        // libpcap binds before anybody can attach a filter: nothing passes until what came in between is thrown away.
        using var nothing = new ClassicFilter([new BpfInstruction(BpfCode.Return, 0, 0, 0)]);
        nothing.Attach(Descriptor);
        if (_options.Workers > 1)
        {
            JoinFanout();
        }
        Drain();
        if (_options.Filter is { } filter)
        {
            filter.Attach(Descriptor);
        }
        else
        {
            var unused = 0;
            _ = PacketCalls.SetOption(Descriptor, PacketOption.SocketLevel, PacketOption.DetachFilter, &unused, sizeof(int));
        }
    }

    /// <summary>Off Linux a filter is libpcap's to set, and only a classic one can be.</summary>
    private void SetPortableFilter()
    {
        if (_options.Filter is null)
        {
            return;
        }
        if (_options.Filter is not ClassicFilter classic)
        {
            throw new EngineException(EngineFault.Refused, $"{_options.Interface}: only classic filters (prefilter: classic) can be had on this system");
        }
        fixed (BpfInstruction* instructions = classic.Program)
        {
            var program = new PcapProgram { Length = (uint)classic.Program.Length, Instructions = instructions };
            if (PcapLibrary.SetFilter(_handle, &program) != 0)
            {
                throw new EngineException(EngineFault.Refused, $"{_options.Interface}: the filter was refused: {LastError}");
            }
        }
    }

    private void JoinFanout()
    {
        var instructions = FanoutProgram.Build();
        fixed (BpfInstruction* first = instructions)
        {
            var program = new KernelCalls.SocketProgram { Length = (ushort)instructions.Length, Instructions = first };
            if (!TrySet(PacketOption.Fanout, _options.FanoutGroup | (PacketOption.FanoutByProgram << 16))
                || PacketCalls.SetOption(Descriptor, PacketOption.PacketLevel, PacketOption.FanoutData, &program, (uint)sizeof(KernelCalls.SocketProgram)) != 0)
            {
                throw new EngineException(EngineFault.Refused,
                    $"{_options.Interface}: the kernel refused to share the interface among workers (group {_options.FanoutGroup}): {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    /// <summary>The kernel gives up a block that is not full when its timer has run out twice.</summary>
    private void Drain()
    {
        do
        {
            Thread.Sleep((2 * _options.BlockMilliseconds) + 10);
        }
        while (Dispatch(-1, &Discard, 0) > 0);
        _ = ReadStatistics();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void Discard(nint user, byte* header, byte* bytes)
    {
    }

    private bool TrySet(int option, int value) => PacketCalls.SetOption(Descriptor, PacketOption.PacketLevel, option, &value, sizeof(int)) == 0;

    /// <summary>Not all systems have nanoseconds: what was got is asked afterwards.</summary>
    private static void IgnoreResolution(object? sender, ConfigurationFailedEventArgs failure)
    {
        if (failure.Property != nameof(DeviceConfiguration.TimestampResolution))
        {
            throw new EngineException(EngineFault.Refused, $"libpcap refused {failure.Property}: {failure.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static EngineException Fail(string name, PcapException refusal) => refusal.Error switch
    {
        PcapError.PermissionDenied or PcapError.PromiscuousPermissionDenied => new EngineException(EngineFault.NoRights,
            $"{name}: capturing is not permitted: it needs CAP_NET_RAW ({InterfaceRights.Remedy})"),
        PcapError.NoSuchDevice => new EngineException(EngineFault.NoInterface, $"{name}: there is no such interface"),
        _ => new EngineException(EngineFault.Refused, $"{name}: libpcap cannot open it: {refusal.Message.ReplaceLineEndings(" ")}"),
    };
}
