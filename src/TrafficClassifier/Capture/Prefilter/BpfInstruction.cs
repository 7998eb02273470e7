namespace TrafficClassifier.Capture.Prefilter;

/// <summary>An instruction of classic BPF, as the kernel takes it (linux/filter.h, <c>struct sock_filter</c>).</summary>
public readonly record struct BpfInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Value);
