using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>
/// Which worker gets a frame: by its two addresses, and by nothing else, so that both directions of a connection and all fragments of a
/// packet meet. The kernel runs it where a frame's data begin behind the link header and the outer tag, and takes the rest of a division
/// of what it returns. What is not IP goes to the first worker.
/// </summary>
internal static class FanoutProgram
{
    /// <summary>linux/filter.h: SKF_AD_OFF + SKF_AD_PROTOCOL, the type behind the tag that the kernel took.</summary>
    private const uint Protocol = unchecked((uint)(-0x1000 + 0));

    /// <summary>A ^= X; A *= the value; a cell of memory = X.</summary>
    private const ushort ExclusiveIndex = 0xac, Multiply = 0x24, StoreIndex = 0x03;

    private const uint Ipv4 = 0x0800, Ipv6 = 0x86dd, Tag = 0x8100, ServiceTag = 0x88a8;

    public static BpfInstruction[] Build()
    {
        var program = new BpfAssembler()
            .Add(BpfCode.LoadIndex, 0)
            .Add(BpfCode.Load, Protocol)
            .Branch(BpfCode.IfEqual, Tag, "inner tag")
            .Branch(BpfCode.IfEqual, ServiceTag, "inner tag", "network")
            .Label("inner tag")
            .Add(BpfCode.LoadIndex, 4)
            .Add(BpfCode.LoadHalf, 2)
            .Branch(BpfCode.IfEqual, Tag, "third tag")
            .Branch(BpfCode.IfEqual, ServiceTag, "third tag", "network")
            .Label("third tag")
            .Add(BpfCode.LoadIndex, 8)
            .Add(BpfCode.LoadHalf, 6)
            .Label("network")
            .Branch(BpfCode.IfEqual, Ipv4, "ipv4")
            .Branch(BpfCode.IfEqual, Ipv6, "ipv6", "other");
        Fold(program.Label("ipv4"), [12, 16]).Go("hash");
        Fold(program.Label("ipv6"), [8, 12, 16, 20, 24, 28, 32, 36]);
        return program
            .Label("hash")
            .Add(Multiply, 0x9E3779B1) // 2^32 / golden ratio: the low bits of addresses reach the high ones
            .Add(BpfCode.ShiftRight, 16)
            .Add(BpfCode.ReturnA)
            .Label("other")
            .Add(BpfCode.Return, 0)
            .Build();
    }

    /// <summary>A = these words of the header, XORed. X has to be kept, and XOR takes it: two cells help.</summary>
    private static BpfAssembler Fold(BpfAssembler program, int[] words)
    {
        program.Add(StoreIndex, 0).Add(BpfCode.LoadBehind, (uint)words[0]).Add(BpfCode.Store, 1);
        foreach (var word in words.AsSpan(1))
        {
            program.Add(BpfCode.LoadIndexCell, 0).Add(BpfCode.LoadBehind, (uint)word)
                .Add(BpfCode.LoadIndexCell, 1).Add(ExclusiveIndex).Add(BpfCode.Store, 1);
        }
        return program;
    }
}
