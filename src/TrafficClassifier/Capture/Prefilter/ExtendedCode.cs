namespace TrafficClassifier.Capture.Prefilter;

/// <summary>What eBPF can do, as far as it is used here (RFC 9669 5).</summary>
internal static class ExtendedCode
{
    /// <summary>64 bits: destination = source; = value; + source; + value.</summary>
    public const byte Move = 0xbf, Set = 0xb7, Add = 0x0f, AddValue = 0x07;

    /// <summary>32 bits, the upper ones cleared.</summary>
    public const byte Move32 = 0xbc, Set32 = 0xb4, Add32 = 0x0c, AddValue32 = 0x04, Subtract32 = 0x1c, AndValue32 = 0x54, ShiftLeftValue32 = 0x64, ShiftRightValue32 = 0x74, Or32 = 0x4c;

    /// <summary>To network order and, on machines with the other, back; the value is the number of bits.</summary>
    public const byte Swap = 0xdc;

    /// <summary>Destination = memory at source + offset; memory at destination + offset = source; = value.</summary>
    public const byte Load32 = 0x61, Load16 = 0x69, Load8 = 0x71, Store32 = 0x63, StoreValue32 = 0x62, StoreValue64 = 0x7a;

    /// <summary>R0 = the packet at the value; behind the source register. Socket filters only; outside: the packet is dropped. R6 is the context.</summary>
    public const byte Packet32 = 0x20, Packet16 = 0x28, Packet8 = 0x30, PacketBehind32 = 0x40, PacketBehind16 = 0x48, PacketBehind8 = 0x50;

    /// <summary>64 bits.</summary>
    public const byte IfEqualValue = 0x15, IfNotEqualValue = 0x55, IfGreater = 0x2d;

    /// <summary>32 bits, unsigned.</summary>
    public const byte IfEqualValue32 = 0x16, IfNotEqualValue32 = 0x56, IfGreaterValue32 = 0x26, IfAtLeastValue32 = 0x36, IfLessValue32 = 0xa6, IfLess32 = 0xae, IfAtLeast32 = 0x3e;

    public const byte Jump = 0x05, Call = 0x85, Exit = 0x95;

    /// <summary>A constant of 64 bits, in two instructions; with source 1 a map's descriptor.</summary>
    public const byte Set64 = 0x18;

    public const byte MapDescriptor = 1;

    /// <summary>bpf_map_lookup_elem, bpf_map_update_elem, bpf_skb_load_bytes, bpf_xdp_load_bytes.</summary>
    public const int FindInMap = 1, PutIntoMap = 2, CopyFromSocketBuffer = 26, CopyFromXdp = 189;
}
