using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Capture.Live;

/// <summary>
/// Shares an interface's frames among the rings of a group (packet(7), PACKET_FANOUT) by the sum of both addresses: the directions of a
/// connection stay together, and fragments with their packet. What is not IP goes to the first ring.
/// </summary>
internal static unsafe class Fanout
{
    /// <returns>Whether frames are shared by their addresses; else by the kernel's hash of the flow, which also knows ports.</returns>
    public static bool Join(PacketSocket socket, ushort group)
    {
        if (!socket.TrySet(LinuxCalls.Fanout, group | (LinuxCalls.FanoutClassic << 16)))
        {
            socket.Set(LinuxCalls.Fanout, group | (LinuxCalls.FanoutHash << 16), "sharing among workers");
            return false;
        }
        var instructions = Program();
        fixed (BpfInstruction* first = instructions)
        {
            socket.Set(LinuxCalls.FanoutData, new KernelCalls.SocketProgram { Length = (ushort)instructions.Length, Instructions = first }, "sharing by addresses");
        }
        return true;
    }

    /// <summary>The kernel takes the answer modulo the number of rings.</summary>
    /// <remarks>
    /// The program may be run with the frame beginning at its network header or at its link header: only offsets from the network header
    /// (SKF_NET_OFF, linux/filter.h) mean the same in both. The kernel has taken off the outer tag; two more may be in line.
    /// </remarks>
    public static BpfInstruction[] Program()
    {
        var code = new BpfAssembler();
        code.Add(BpfCode.LoadIndex, 0).Add(BpfCode.LoadHalf, FrameProtocol);
        WriteType(code, "tag");
        code.Label("tag").Add(BpfCode.LoadIndex, TagLength).Add(BpfCode.LoadHalf, NetworkHeader + 2);
        WriteType(code, "second tag");
        code.Label("second tag").Add(BpfCode.LoadIndex, 2 * TagLength).Add(BpfCode.LoadHalf, NetworkHeader + TagLength + 2);
        WriteType(code, "other");
        code.Label("ipv4");
        Sum(code, 12, 16);
        code.Label("ipv6");
        Sum(code, 8, 12, 16, 20, 24, 28, 32, 36);
        code.Label("other").Add(BpfCode.Return, 0);
        return code.Build();
    }

    private const uint NetworkHeader = 0xfff0_0000, FrameProtocol = 0xffff_f000, TagLength = 4;

    /// <summary>The sum of words, its high bits brought down: the remainder sees low ones, in which neighbours may all be alike.</summary>
    private static void Sum(BpfAssembler code, params ReadOnlySpan<uint> words)
    {
        uint cell = 0;
        foreach (var at in words)
        {
            code.Add(BpfCode.LoadBehind, NetworkHeader + at).Add(BpfCode.Store, cell++);
        }
        while (--cell > 0)
        {
            code.Add(BpfCode.LoadIndexCell, cell - 1).Add(BpfCode.AddIndex);
        }
        code.Add(BpfCode.Multiply, 0x9e37_79b1).Add(BpfCode.ShiftRight, 16).Add(BpfCode.ReturnA);
    }

    private static void WriteType(BpfAssembler code, string whenTagged) =>
        code.Branch(BpfCode.IfEqual, EtherType.Ipv4, "ipv4").Branch(BpfCode.IfEqual, EtherType.Ipv6, "ipv6")
            .Branch(BpfCode.IfEqual, EtherType.Vlan, whenTagged).Branch(BpfCode.IfEqual, EtherType.ProviderVlan, whenTagged, "other");
}
