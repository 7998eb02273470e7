using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>A filter of classic BPF: needs no rights beyond the socket's.</summary>
public sealed class ClassicFilter : ISocketFilter
{
    private readonly BpfInstruction[] _program;

    /// <param name="program">As the kernel shall run it.</param>
    /// <exception cref="IOException">It is longer than the kernel takes.</exception>
    public ClassicFilter(ReadOnlySpan<BpfInstruction> program)
    {
        if (program.IsEmpty || program.Length > BpfProgram.Longest)
        {
            throw new IOException($"the filter has {program.Length} instructions, the kernel takes 1 to {BpfProgram.Longest}: make the filter's text shorter");
        }
        _program = program.ToArray();
    }

    public ReadOnlySpan<BpfInstruction> Program => _program;

    /// <summary>Passes what the classifier can use of Ethernet frames; an interface of another link type wants none.</summary>
    /// <param name="tunnels">As the pipeline has them.</param>
    /// <param name="operators">Passes only what this passes too; empty: all.</param>
    public static ClassicFilter Default(TunnelPolicy tunnels, ReadOnlySpan<BpfInstruction> operators = default) =>
        new(BpfProgram.And(operators, ClassicProgram.Build(tunnels)));

    public unsafe void Attach(int socket)
    {
        fixed (BpfInstruction* instructions = _program)
        {
            var program = new KernelCalls.SocketProgram { Length = (ushort)_program.Length, Instructions = instructions };
            if (KernelCalls.SetSocketOption(socket, KernelCalls.SocketLevel, KernelCalls.AttachFilter, &program, (uint)sizeof(KernelCalls.SocketProgram)) != 0)
            {
                throw new IOException($"the kernel refused the capture filter ({_program.Length} instructions): {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    public void Dispose()
    {
        // The kernel has its own copy.
    }
}
