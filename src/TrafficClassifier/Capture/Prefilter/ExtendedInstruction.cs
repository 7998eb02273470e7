namespace TrafficClassifier.Capture.Prefilter;

/// <summary>An instruction of eBPF (linux/bpf.h, <c>struct bpf_insn</c>).</summary>
/// <param name="Code">What it does.</param>
/// <param name="Registers">The destination in the low half, the source in the high one (little-endian machines).</param>
/// <param name="Offset">Of memory, or of a jump.</param>
/// <param name="Value">A constant.</param>
internal readonly record struct ExtendedInstruction(byte Code, byte Registers, short Offset, int Value);
