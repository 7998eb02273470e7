namespace TrafficClassifier.Capture.Prefilter;

/// <summary>What classic BPF can do, as far as it is used here (Documentation/networking/filter.rst). A is the accumulator, X the index.</summary>
internal static class BpfCode
{
    /// <summary>A = the bytes of the frame at the value; at the value behind X. Outside the frame: it is dropped.</summary>
    public const ushort Load = 0x20, LoadHalf = 0x28, LoadByte = 0x30, LoadBehind = 0x40, LoadHalfBehind = 0x48, LoadByteBehind = 0x50;

    /// <summary>A = the frame's length; a cell of memory. X = the value; a cell of memory.</summary>
    public const ushort LoadLength = 0x80, LoadCell = 0x60, LoadIndex = 0x01, LoadIndexCell = 0x61;

    /// <summary>A cell of memory = A.</summary>
    public const ushort Store = 0x02;

    /// <summary>Of A and the value.</summary>
    public const ushort And = 0x54, ShiftLeft = 0x64, ShiftRight = 0x74, Add = 0x04, Multiply = 0x24;

    /// <summary>Of A and X.</summary>
    public const ushort AddIndex = 0x0c, SubtractIndex = 0x1c;

    /// <summary>X = A; A = X.</summary>
    public const ushort ToIndex = 0x07, FromIndex = 0x87;

    /// <summary>On, if A is so to the value.</summary>
    public const ushort IfEqual = 0x15, IfGreater = 0x25, IfAtLeast = 0x35, IfAny = 0x45;

    /// <summary>On, if A is so to X.</summary>
    public const ushort IfEqualIndex = 0x1d, IfGreaterIndex = 0x2d, IfAtLeastIndex = 0x3d;

    /// <summary>On, whatever A is.</summary>
    public const ushort Jump = 0x05;

    /// <summary>So many bytes of the frame pass; 0 drops it. The value's, and A's.</summary>
    public const ushort Return = 0x06, ReturnA = 0x16;
}
