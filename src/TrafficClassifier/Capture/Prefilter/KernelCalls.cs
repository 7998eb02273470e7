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
}
