namespace TrafficClassifier.Capture.Live.Rights;

/// <summary>
/// What this process may do beyond its user. Linux keeps that a thread, and a new thread has what its maker has. So: the first thread calls
/// <see cref="Limit"/> before it makes others, which then can open captures and nothing more; the threads of <see cref="EngineSupervisor"/> keep
/// that right permitted, but switched on only while they open (an interface that comes back needs it again); every other thread calls
/// <see cref="DropAll"/> first. The runtime's own few threads, made before all that, keep what the service manager gave: let it give CAP_NET_RAW
/// (and CAP_BPF) and nothing else. Threads share memory: this limits mistakes, not an intruder who runs code of his own.
/// </summary>
public static unsafe class Privileges
{
    /// <summary>linux/capability.h: CAP_NET_ADMIN, CAP_NET_RAW, CAP_PERFMON, CAP_BPF. Raw sockets; the others for eBPF and XDP filters.</summary>
    private const ulong NetAdmin = 1ul << 12, NetRaw = 1ul << 13, PerfMon = 1ul << 38, Bpf = 1ul << 39;

    private const ulong Capturing = NetAdmin | NetRaw | PerfMon | Bpf;

    private const int LastCapability = 63;

    /// <summary>Of this thread: keeps, of what it has, what opening captures takes; nothing can be gained any more, by no program that it starts either.</summary>
    /// <param name="keepsXdp">An XDP filter is configured, which takes CAP_NET_ADMIN and CAP_PERFMON.</param>
    /// <returns>False: the kernel refused, and the thread has what it had.</returns>
    public static bool Limit(bool keepsXdp = false)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }
        var wanted = NetRaw | Bpf | (keepsXdp ? NetAdmin | PerfMon : 0);
        _ = CapabilityCalls.Control(CapabilityCalls.SetNoNewPrivileges, 1, 0, 0, 0);
        _ = CapabilityCalls.Control(CapabilityCalls.Ambient, CapabilityCalls.ClearAmbient, 0, 0, 0);
        for (var i = 0; i <= LastCapability; i++)
        {
            // Takes CAP_SETPCAP, which a service has not; then its manager has set the bounds.
            if ((wanted >> i & 1) == 0 && CapabilityCalls.Control(CapabilityCalls.DropFromBounding, (nuint)i, 0, 0, 0) != 0)
            {
                break;
            }
        }
        return TryRead(out var sets) && TryWrite(sets.Permitted & wanted, sets.Permitted & wanted);
    }

    /// <summary>Of this thread: all, for good.</summary>
    public static bool DropAll()
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }
        _ = CapabilityCalls.Control(CapabilityCalls.SetNoNewPrivileges, 1, 0, 0, 0);
        _ = CapabilityCalls.Control(CapabilityCalls.Ambient, CapabilityCalls.ClearAmbient, 0, 0, 0);
        return TryWrite(0, 0);
    }

    /// <summary>Does something with what this thread is permitted, and switches all of it off afterwards; only where <see cref="Limit"/> was called.</summary>
    public static T Raised<T>(Func<T> action)
    {
        if (!OperatingSystem.IsLinux() || !TryRead(out var sets) || sets.Permitted == 0 || (sets.Permitted & ~Capturing) != 0)
        {
            return action();
        }
        _ = TryWrite(sets.Permitted, sets.Permitted);
        try
        {
            return action();
        }
        finally
        {
            _ = TryWrite(0, sets.Permitted);
        }
    }

    /// <summary>Of this thread; all that it has switched on, and all that it may switch on.</summary>
    internal static bool TryRead(out (ulong Effective, ulong Permitted) held)
    {
        var header = new CapabilityCalls.Header { Version = CapabilityCalls.Version };
        var sets = stackalloc CapabilityCalls.Sets[2];
        var isRead = CapabilityCalls.Get(&header, sets) == 0;
        held = isRead ? (sets[0].Effective | (ulong)sets[1].Effective << 32, sets[0].Permitted | (ulong)sets[1].Permitted << 32) : default;
        return isRead;
    }

    private static bool TryWrite(ulong effective, ulong permitted)
    {
        var header = new CapabilityCalls.Header { Version = CapabilityCalls.Version };
        var sets = stackalloc CapabilityCalls.Sets[2];
        sets[0] = new CapabilityCalls.Sets { Effective = (uint)effective, Permitted = (uint)permitted };
        sets[1] = new CapabilityCalls.Sets { Effective = (uint)(effective >> 32), Permitted = (uint)(permitted >> 32) };
        return CapabilityCalls.Set(&header, sets) == 0;
    }
}
