using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>
/// What of libpcap (pcap(3)) SharpPcap does not offer, or offers wrongly: its statistics have 64-bit fields where the library has 32.
/// By pointers, since no one name of the library is right on all systems.
/// </summary>
internal static unsafe class PcapLibrary
{
    /// <summary>PCAP_ERROR, PCAP_TSTAMP_PRECISION_NANO, PCAP_NETMASK_UNKNOWN.</summary>
    public const int Error = -1, Nanoseconds = 1;

    public const uint UnknownNetmask = 0xffffffff;

    private static readonly string[] _names = OperatingSystem.IsWindows()
        ? [Path.Combine(Environment.SystemDirectory, "Npcap", "wpcap.dll"), "wpcap.dll"]
        : OperatingSystem.IsMacOS() ? ["libpcap.dylib", "libpcap.A.dylib"]
        : ["libpcap.so.1", "libpcap.so.0.8", "libpcap.so"]; // Red Hat, Alpine; Debian; where headers are installed

    private static readonly nint _library = Load();

    /// <summary>struct pcap_stat: received, dropped by the kernel, dropped by the interface.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, uint*, int> Statistics = (delegate* unmanaged[Cdecl]<nint, uint*, int>)Find("pcap_stats");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, delegate* unmanaged[Cdecl]<nint, byte*, byte*, void>, nint, int> Dispatch =
        (delegate* unmanaged[Cdecl]<nint, int, delegate* unmanaged[Cdecl]<nint, byte*, byte*, void>, nint, int>)Find("pcap_dispatch");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> Descriptor = (delegate* unmanaged[Cdecl]<nint, int>)Find("pcap_fileno");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> LinkType = (delegate* unmanaged[Cdecl]<nint, int>)Find("pcap_datalink");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> TimePrecision = (delegate* unmanaged[Cdecl]<nint, int>)Find("pcap_get_tstamp_precision");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*> LastError = (delegate* unmanaged[Cdecl]<nint, byte*>)Find("pcap_geterr");

    /// <summary>Link type and snap length: a handle to compile with.</summary>
    public static readonly delegate* unmanaged[Cdecl]<int, int, nint> OpenDead = (delegate* unmanaged[Cdecl]<int, int, nint>)Find("pcap_open_dead");

    public static readonly delegate* unmanaged[Cdecl]<nint, PcapProgram*, byte*, int, uint, int> Compile =
        (delegate* unmanaged[Cdecl]<nint, PcapProgram*, byte*, int, uint, int>)Find("pcap_compile");

    public static readonly delegate* unmanaged[Cdecl]<nint, PcapProgram*, int> SetFilter =
        (delegate* unmanaged[Cdecl]<nint, PcapProgram*, int>)Find("pcap_setfilter");

    public static readonly delegate* unmanaged[Cdecl]<PcapProgram*, void> FreeProgram = (delegate* unmanaged[Cdecl]<PcapProgram*, void>)Find("pcap_freecode");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> Close = (delegate* unmanaged[Cdecl]<nint, void>)Find("pcap_close");

    public static readonly delegate* unmanaged[Cdecl]<byte*> Version = (delegate* unmanaged[Cdecl]<byte*>)Find("pcap_lib_version");

    /// <summary>Nothing else may be called where it is not.</summary>
    public static bool IsInstalled => _library != 0;

    /// <summary>For the operator, in one line.</summary>
    public static string Missing => OperatingSystem.IsWindows()
        ? "Npcap is not installed (https://npcap.com)"
        : "libpcap is not installed (Debian: apt install libpcap0.8; Red Hat: dnf install libpcap; Alpine: apk add libpcap)";

    /// <returns>The library's last complaint about a handle, in one line.</returns>
    public static string ErrorOf(nint handle) => Text(LastError(handle));

    public static string Text(byte* text) => (Marshal.PtrToStringUTF8((nint)text) ?? "").ReplaceLineEndings(" ").Trim();

    private static nint Load()
    {
        foreach (var name in _names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }
        return 0;
    }

    private static nint Find(string name) => _library != 0 && NativeLibrary.TryGetExport(_library, name, out var address) ? address : 0;
}
