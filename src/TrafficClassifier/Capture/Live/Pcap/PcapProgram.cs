using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>pcap/bpf.h, <c>struct bpf_program</c>; its instructions are those of the kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PcapProgram
{
    public uint Length;
    public BpfInstruction* Instructions;
}
