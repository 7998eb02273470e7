using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>What filters ask of the kernel.</summary>
internal static partial class KernelCalls
{
    /// <summary>SOL_SOCKET, SO_ATTACH_FILTER, SO_ATTACH_BPF (asm-generic/socket.h: the same on x64 and arm64).</summary>
    public const int SocketLevel = 1, AttachFilter = 26, AttachBpf = 50;

    /// <summary>linux/filter.h, <c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct SocketProgram
    {
        public ushort Length;
        public BpfInstruction* Instructions;
    }

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static unsafe partial int SetSocketOption(int socket, int level, int option, void* value, uint length);

    public static unsafe nint Bpf(int command, void* attributes, uint length) => SystemCall(_bpf, command, attributes, (nint)length);

    private static readonly nint _bpf = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 => 280,
        _ => -1, // the kernel says that there is no such call
    };

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static unsafe partial nint SystemCall(nint number, nint command, void* attributes, nint length);
}
