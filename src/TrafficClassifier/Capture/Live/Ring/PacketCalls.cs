using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>What the ring asks of the C library. Numbers are those of x64 and arm64 alike.</summary>
internal static unsafe partial class PacketCalls
{
    /// <summary>errno (asm-generic/errno-base.h, errno.h).</summary>
    public const int NotPermitted = 1, Interrupted = 4, NoSuchDeviceOrAddress = 6, AccessDenied = 13, NoSuchDevice = 19, OutOfMemory = 12, NetworkDown = 100;

    /// <summary>AF_PACKET, AF_INET, SOCK_RAW, SOCK_DGRAM, SOCK_CLOEXEC.</summary>
    public const int PacketFamily = 17, InternetFamily = 2, RawSocket = 3, DatagramSocket = 2, CloseOnExec = 0x80000;

    /// <summary>poll.h: POLLIN, POLLERR, POLLHUP, POLLNVAL.</summary>
    public const short PollIn = 0x001, PollError = 0x008, PollHangUp = 0x010, PollInvalid = 0x020;

    /// <summary>sys/mman.h: PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE.</summary>
    public const int ReadWrite = 3, SharedPopulated = 0x1 | 0x8000;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Came;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, SocketAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int socket, SocketAddress* address, uint* length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial byte* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, void* argument);
}
