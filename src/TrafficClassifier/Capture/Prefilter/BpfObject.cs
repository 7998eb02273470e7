using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>Maps, programs and links of eBPF, by bpf(2) itself: no library and no compiler.</summary>
internal static class BpfObject
{
    private const int CreateMap = 0, LoadProgram = 5, RunProgram = 10, CreateLink = 28;
    private const uint LruHash = 9, SocketFilterType = 1, XdpType = 6;
    private const uint XdpAttachment = 37;

    /// <summary>Room for <c>union bpf_attr</c> as far as it is used; the kernel takes what is zero behind what it knows.</summary>
    private const int AttributesLength = 128;

    /// <summary>Enough for what the verifier says to the end of the reason; a longer log is an error of its own.</summary>
    private const int LogLength = 1 << 20;

    /// <exception cref="IOException">The kernel refused.</exception>
    public static unsafe SafeFileHandle Map(int keyLength, int valueLength, int entries)
    {
        var attributes = stackalloc uint[AttributesLength / 4];
        new Span<uint>(attributes, AttributesLength / 4).Clear();
        (attributes[0], attributes[1], attributes[2], attributes[3]) = (LruHash, (uint)keyLength, (uint)valueLength, (uint)entries);
        return Call(CreateMap, attributes) is { } map ? map : throw Refused($"a map of {entries} connections");
    }

    /// <exception cref="IOException">The kernel refused; the message has the verifier's last words.</exception>
    public static unsafe SafeFileHandle Program(ReadOnlySpan<ExtendedInstruction> instructions, bool isXdp)
    {
        var attributes = stackalloc ulong[AttributesLength / 8];
        new Span<ulong>(attributes, AttributesLength / 8).Clear();
        fixed (ExtendedInstruction* code = instructions)
        fixed (byte* license = "Proprietary\0"u8)
        {
            attributes[0] = (isXdp ? XdpType : SocketFilterType) | ((ulong)instructions.Length << 32);
            attributes[1] = (ulong)code;
            attributes[2] = (ulong)license;
            if (Call(LoadProgram, (uint*)attributes) is { } program)
            {
                return program;
            }
            var error = Marshal.GetLastPInvokeErrorMessage();
            return Again(attributes, error);
        }
    }

    /// <summary>The log slows the verifier: it is asked for only when there is something to say.</summary>
    private static unsafe SafeFileHandle Again(ulong* attributes, string error)
    {
        var log = new byte[LogLength];
        fixed (byte* buffer = log)
        {
            attributes[3] = 1 | ((ulong)LogLength << 32);
            attributes[4] = (ulong)buffer;
            return Call(LoadProgram, (uint*)attributes) ?? throw new IOException($"the kernel refused the eBPF filter: {error}{LastWords(log)}");
        }
    }

    /// <summary>An XDP program at an interface. It is taken off when the handle is closed, or the process ends however it does.</summary>
    /// <returns>Null: the kernel refused; the last error says why.</returns>
    public static unsafe SafeFileHandle? Link(SafeFileHandle program, int interfaceIndex, uint mode)
    {
        var attributes = stackalloc uint[AttributesLength / 4];
        new Span<uint>(attributes, AttributesLength / 4).Clear();
        (attributes[0], attributes[1], attributes[2], attributes[3]) = ((uint)program.DangerousGetHandle(), (uint)interfaceIndex, XdpAttachment, mode);
        return Call(CreateLink, attributes);
    }

    /// <summary>Shows a program of XDP a frame, once.</summary>
    /// <returns>What it says; -1: the kernel refused.</returns>
    public static unsafe int Run(SafeFileHandle program, ReadOnlySpan<byte> frame)
    {
        // prog_fd, retval | data_size_in, data_size_out | data_in
        var attributes = stackalloc uint[AttributesLength / 4];
        new Span<uint>(attributes, AttributesLength / 4).Clear();
        fixed (byte* data = frame)
        {
            (attributes[0], attributes[2]) = ((uint)program.DangerousGetHandle(), (uint)frame.Length);
            *(ulong*)(attributes + 4) = (ulong)data;
            return KernelCalls.Bpf(RunProgram, attributes, AttributesLength) < 0 ? -1 : (int)attributes[1];
        }
    }

    private static unsafe SafeFileHandle? Call(int command, uint* attributes)
    {
        var descriptor = KernelCalls.Bpf(command, attributes, AttributesLength);
        return descriptor < 0 ? null : new SafeFileHandle((nint)descriptor, ownsHandle: true);
    }

    private static IOException Refused(string what) => new($"the kernel refused {what}: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>The line before the verifier's statistics says what is wrong.</summary>
    private static string LastWords(byte[] log)
    {
        var lines = Encoding.ASCII.GetString(log.AsSpan(0, Math.Max(0, log.AsSpan().IndexOf((byte)0)))).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var reason = lines.LastOrDefault(line => !line.StartsWith("processed ", StringComparison.Ordinal) && !line.StartsWith("verification time", StringComparison.Ordinal));
        return reason is null ? "" : $" ({reason})";
    }
}
