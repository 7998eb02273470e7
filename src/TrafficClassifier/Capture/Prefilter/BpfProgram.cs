namespace TrafficClassifier.Capture.Prefilter;

/// <summary>Programs of classic BPF put together.</summary>
public static class BpfProgram
{
    /// <summary>The kernel takes no longer ones (linux/bpf_common.h, BPF_MAXINSNS).</summary>
    public const int Longest = 4096;

    /// <summary>Passes what both pass, and as much of it as the second says.</summary>
    /// <param name="first">Where it returns, it goes on into the second, unless it drops the frame.</param>
    /// <param name="second">Believes nothing of registers and memory, as every program that the kernel takes.</param>
    public static BpfInstruction[] And(ReadOnlySpan<BpfInstruction> first, ReadOnlySpan<BpfInstruction> second)
    {
        if (first.IsEmpty)
        {
            return second.ToArray();
        }
        // Jumps on the way are relative and stay as they are: each return becomes one jump, to the two instructions between the programs.
        var joined = new BpfInstruction[first.Length + 2 + second.Length];
        first.CopyTo(joined);
        for (var i = 0; i < first.Length; i++)
        {
            ref var instruction = ref joined[i];
            if (instruction.Code == BpfCode.ReturnA)
            {
                instruction = new BpfInstruction(BpfCode.Jump, 0, 0, (uint)(first.Length - i - 1));
            }
            else if (instruction.Code == BpfCode.Return && instruction.Value != 0)
            {
                instruction = new BpfInstruction(BpfCode.Jump, 0, 0, (uint)(first.Length + 2 - i - 1));
            }
        }
        joined[first.Length] = new BpfInstruction(BpfCode.IfEqual, 0, 1, 0);
        joined[first.Length + 1] = new BpfInstruction(BpfCode.Return, 0, 0, 0);
        second.CopyTo(joined.AsSpan(first.Length + 2));
        return joined;
    }
}
