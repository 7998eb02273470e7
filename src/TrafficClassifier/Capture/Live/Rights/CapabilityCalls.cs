using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live.Rights;

/// <summary>capset(2), capget(2) and prctl(2), which all are of the calling thread alone.</summary>
internal static unsafe partial class CapabilityCalls
{
    /// <summary>linux/capability.h, _LINUX_CAPABILITY_VERSION_3.</summary>
    public const uint Version = 0x20080522;

    /// <summary>linux/prctl.h: PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT and its PR_CAP_AMBIENT_CLEAR_ALL.</summary>
    public const int DropFromBounding = 24, SetNoNewPrivileges = 38, Ambient = 47, ClearAmbient = 4;

    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        public uint Version;
        public int Thread;
    }

    /// <summary>One for capabilities 0-31, one for 32-63.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Sets
    {
        public uint Effective;
        public uint Permitted;
        public uint Inheritable;
    }

    [LibraryImport("libc", EntryPoint = "capget", SetLastError = true)]
    public static partial int Get(Header* header, Sets* sets);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    public static partial int Set(Header* header, Sets* sets);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);
}
