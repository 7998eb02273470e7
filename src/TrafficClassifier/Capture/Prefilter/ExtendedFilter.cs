using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>
/// As the classic filter, but it remembers connections: all segments of an unfinished hello or request pass, and no uploads. Needs CAP_BPF.
/// Sockets with the same filter share its memory.
/// </summary>
public sealed class ExtendedFilter : ISocketFilter
{
    /// <summary>Connections that are remembered, in 112 bytes each; the least recently used make way.</summary>
    public const int Connections = 1 << 16;

    private readonly SafeFileHandle _map;
    private readonly SafeFileHandle _program;

    /// <param name="tunnels">As the pipeline has them.</param>
    /// <param name="operators">Passes only what this passes too; empty: all.</param>
    /// <exception cref="IOException">The kernel refused; the message says why in one line.</exception>
    public ExtendedFilter(TunnelPolicy tunnels, ReadOnlySpan<BpfInstruction> operators = default)
    {
        _map = BpfObject.Map(ExtendedProgram.KeyLength, ExtendedProgram.ValueLength, Connections);
        try
        {
            _program = Load(BpfProgram.And(operators, ClassicProgram.BuildVerdicts(tunnels)), _map, isXdp: false);
        }
        catch
        {
            _map.Dispose();
            throw;
        }
    }

    public unsafe void Attach(int socket)
    {
        var program = (int)_program.DangerousGetHandle();
        if (KernelCalls.SetSocketOption(socket, KernelCalls.SocketLevel, KernelCalls.AttachBpf, &program, sizeof(int)) != 0)
        {
            throw new IOException($"the kernel refused to attach the eBPF filter: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public void Dispose()
    {
        _program.Dispose();
        _map.Dispose();
    }

    /// <exception cref="IOException">The kernel refused, or the operator's filter cannot be translated.</exception>
    internal static SafeFileHandle Load(ReadOnlySpan<BpfInstruction> program, SafeFileHandle map, bool isXdp)
    {
        try
        {
            return BpfObject.Program(ExtendedProgram.Build(program, (int)map.DangerousGetHandle(), isXdp), isXdp);
        }
        catch (NotSupportedException reason)
        {
            throw new IOException($"no eBPF filter: {reason.Message}", reason);
        }
    }
}
