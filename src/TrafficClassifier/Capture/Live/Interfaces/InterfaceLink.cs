using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>An interface as the kernel knows it now.</summary>
/// <param name="Index">Of this interface, not of its name: another one with the same name has another.</param>
/// <param name="Type">Of its frames; null where a raw socket gives no dependable header.</param>
/// <param name="IsUp">Switched on.</param>
/// <param name="IsRunning">Switched on, with a cable to something alive.</param>
/// <param name="Mtu">Without the link header.</param>
public readonly record struct InterfaceLink(int Index, string Name, LinkType? Type, bool IsUp, bool IsRunning, int Mtu)
{
    /// <summary>linux/if.h, IFNAMSIZ with its zero.</summary>
    public const int LongestName = 15;

    /// <summary>linux/sockios.h.</summary>
    private const nuint GetName = 0x8910, GetFlags = 0x8913, GetMtu = 0x8921, GetHardware = 0x8927, GetIndex = 0x8933;

    /// <summary>IFF_UP, IFF_RUNNING.</summary>
    private const int Up = 1 << 0, Running = 1 << 6;

    /// <summary>linux/if.h, <c>struct ifreq</c>: a name and a union.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    internal struct Request
    {
        [FieldOffset(0)]
        public NameBytes Name;

        [FieldOffset(LongestName + 1)]
        public int Value;

        [FieldOffset(LongestName + 1)]
        public nint Pointer;
    }

    [InlineArray(LongestName + 1)]
    internal struct NameBytes
    {
        private byte _first;
    }

    /// <returns>Null: there is none of that name.</returns>
    public static InterfaceLink? Find(string name)
    {
        if (!TryName(name, out var request))
        {
            return null;
        }
        using var socket = ControlSocket.Open();
        return Ask(socket, GetIndex, ref request) ? Read(socket, request.Value, request, name) : null;
    }

    /// <summary>Finds an interface by its index, whatever its name has become.</summary>
    internal static unsafe (bool IsThere, bool IsRunning) ReadState(int socket, int index)
    {
        var request = new Request { Value = index };
        if (PacketCalls.Control(socket, GetName, &request) != 0 || PacketCalls.Control(socket, GetFlags, &request) != 0)
        {
            return (false, false);
        }
        var flags = (ushort)request.Value;
        return (true, (flags & (Up | Running)) == (Up | Running));
    }

    /// <returns>Null: the interface is no more.</returns>
    internal static unsafe string? FindName(int socket, int index)
    {
        var request = new Request { Value = index };
        return PacketCalls.Control(socket, GetName, &request) == 0 ? Text(request.Name) : null;
    }

    internal static bool TryName(string name, out Request request)
    {
        request = default;
        if (name.Length is 0 or > LongestName || Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            return false;
        }
        Encoding.UTF8.GetBytes(name, request.Name);
        return true;
    }

    private static InterfaceLink? Read(ControlSocket socket, int index, Request request, string name)
    {
        if (!Ask(socket, GetFlags, ref request))
        {
            return null;
        }
        var flags = (ushort)request.Value;
        if (!Ask(socket, GetMtu, ref request))
        {
            return null;
        }
        var mtu = request.Value;
        return Ask(socket, GetHardware, ref request)
            ? new InterfaceLink(index, name, LinkTypes.Of((ushort)request.Value), (flags & Up) != 0, (flags & Running) != 0, mtu)
            : null;
    }

    private static unsafe bool Ask(ControlSocket socket, nuint what, ref Request request)
    {
        fixed (Request* argument = &request)
        {
            return PacketCalls.Control(socket.Descriptor, what, argument) == 0;
        }
    }

    private static string Text(ReadOnlySpan<byte> name)
    {
        var end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }
}
