using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>
/// As <see cref="ExtendedFilter"/>, but in the driver, in front of everything: what does not pass is gone for the whole machine. For a port that
/// does nothing but mirror. Needs CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN. It is taken off the port when it is disposed, or the process ends.
/// </summary>
public sealed class XdpFilter : ISocketFilter
{
    /// <summary>linux/if_link.h: in the driver; on the kernel's own buffers, where the driver cannot.</summary>
    private const uint DriverMode = 4, BufferMode = 2;

    private readonly SafeFileHandle _map;
    private readonly SafeFileHandle _program;
    private readonly SafeFileHandle _link;

    /// <param name="interfaceIndex">Of the port; 0: at none, for tests.</param>
    /// <param name="tunnels">As the pipeline has them.</param>
    /// <param name="operators">Passes only what this passes too; empty: all.</param>
    /// <exception cref="IOException">The kernel refused; the message says why in one line.</exception>
    public XdpFilter(int interfaceIndex, TunnelPolicy tunnels, ReadOnlySpan<BpfInstruction> operators = default)
    {
        _map = BpfObject.Map(ExtendedProgram.KeyLength, ExtendedProgram.ValueLength, ExtendedFilter.Connections);
        try
        {
            _program = ExtendedFilter.Load(BpfProgram.And(operators, ClassicProgram.BuildVerdicts(tunnels)), _map, isXdp: true);
            _link = interfaceIndex == 0 ? new SafeFileHandle(-1, ownsHandle: false) : Link(interfaceIndex);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why it does not run in the driver; null: it does.</summary>
    public string? Reason { get; private set; }

    /// <summary>The socket needs no filter of its own: nothing else comes to it.</summary>
    public void Attach(int socket)
    {
    }

    public void Dispose()
    {
        _link?.Dispose();
        _program?.Dispose();
        _map.Dispose();
    }

    internal bool Passes(ReadOnlySpan<byte> frame) => BpfObject.Run(_program, frame) == ExtendedProgram.PassXdp;

    private SafeFileHandle Link(int interfaceIndex)
    {
        if (BpfObject.Link(_program, interfaceIndex, DriverMode) is { } link)
        {
            return link;
        }
        Reason = $"not in the driver: {Marshal.GetLastPInvokeErrorMessage()}";
        return BpfObject.Link(_program, interfaceIndex, BufferMode)
            ?? throw new IOException($"the kernel refused XDP at interface {interfaceIndex}: {Marshal.GetLastPInvokeErrorMessage()} (in the driver and outside)");
    }
}
