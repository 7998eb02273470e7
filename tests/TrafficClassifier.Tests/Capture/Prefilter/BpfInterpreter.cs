using System.Buffers.Binary;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Runs classic BPF as the kernel does (net/core/filter.c before it was compiled): a load outside the frame drops it.</summary>
internal sealed class BpfInterpreter(ReadOnlySpan<BpfInstruction> program)
{
    private readonly BpfInstruction[] _program = program.ToArray();

    /// <summary>Instructions run, of all frames.</summary>
    public long Steps { get; private set; }

    /// <summary>Loads from the frame, which cost the kernel most.</summary>
    public long Loads { get; private set; }

    public bool Passes(ReadOnlySpan<byte> frame) => Run(frame) != 0;

    public uint Run(ReadOnlySpan<byte> frame) => Run(frame, stackalloc uint[16]);

    /// <param name="frame">The frame.</param>
    /// <param name="cells">The 16 cells of memory, as the program leaves them.</param>
    public uint Run(ReadOnlySpan<byte> frame, Span<uint> cells)
    {
        uint a = 0xdead_beef, x = 0xdead_beef;
        for (var at = 0; ; at++)
        {
            var (code, whenTrue, whenFalse, k) = _program[at];
            Steps++;
            switch (code & 7)
            {
                case 0 or 1:
                    if (!TryLoad(code, k, x, frame, cells, out var value))
                    {
                        return 0;
                    }
                    (a, x) = (code & 7) == 0 ? (value, x) : (a, value);
                    break;
                case 2: cells[(int)k] = a; break;
                case 3: cells[(int)k] = x; break;
                case 4: a = Compute(code, a, (code & 8) != 0 ? x : k); break;
                case 5: at += code == 0x05 ? (int)k : Holds(code, a, (code & 8) != 0 ? x : k) ? whenTrue : whenFalse; break;
                case 6: return (code & 0x18) == 0x10 ? a : k;
                default: (a, x) = (code & 0xf8) == 0 ? (a, a) : (x, x); break;
            }
        }
    }

    private bool TryLoad(ushort code, uint k, uint x, ReadOnlySpan<byte> frame, ReadOnlySpan<uint> cells, out uint value)
    {
        var mode = code & 0xe0;
        value = mode switch { 0x00 => k, 0x60 => cells[(int)(k & 15)], 0x80 => (uint)frame.Length, _ => 0 };
        if (mode is 0x00 or 0x60 or 0x80)
        {
            return true;
        }
        Loads++;
        var at = mode == 0x40 ? (long)x + k : k;
        var size = (code & 0x18) switch { 0x00 => 4, 0x08 => 2, _ => 1 };
        if (at + size > frame.Length)
        {
            return false;
        }
        var bytes = frame.Slice((int)at, size);
        value = mode == 0xa0 ? 4u * (bytes[0] & 0x0fu) : size switch { 4 => BinaryPrimitives.ReadUInt32BigEndian(bytes), 2 => BinaryPrimitives.ReadUInt16BigEndian(bytes), _ => bytes[0] };
        return true;
    }

    private static uint Compute(ushort code, uint a, uint operand) => (code & 0xf0) switch
    {
        0x00 => a + operand,
        0x10 => a - operand,
        0x20 => a * operand,
        0x30 => operand == 0 ? 0 : a / operand,
        0x40 => a | operand,
        0x50 => a & operand,
        0x60 => a << (int)operand,
        0x70 => a >> (int)operand,
        _ => (uint)-(int)a,
    };

    private static bool Holds(ushort code, uint a, uint operand) => (code & 0xf0) switch
    {
        0x10 => a == operand,
        0x20 => a > operand,
        0x30 => a >= operand,
        _ => (a & operand) != 0,
    };
}
