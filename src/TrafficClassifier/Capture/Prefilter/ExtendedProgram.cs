namespace TrafficClassifier.Capture.Prefilter;

/// <summary>
/// Classic BPF made into eBPF, for a socket or for XDP, with a memory of connections behind it. The classic program says what a frame is
/// (<see cref="Verdict"/>); so all filters have the same words for it, and an operator's filter goes in front of each.
/// <code>
/// R6 context   R7 A   R8 X   R9 what is remembered   stack: 16 cells of 4 bytes, verdict, key, value
/// </code>
/// </summary>
internal sealed partial class ExtendedProgram
{
    /// <summary>Of a socket filter and of XDP (linux/bpf.h, <c>enum xdp_action</c>).</summary>
    public const int PassXdp = 2, DropXdp = 1;
    private const int PassSocket = -1, DropSocket = 0;

    /// <summary>No header lies deeper: the verifier wants to be told so.</summary>
    private const int DeepestLoad = 0x3fff;

    private const int Context = 6, A = 7, X = 8, Known = 9, Frame = 10;
    private const string Pass = "pass", Drop = "drop", Remember = "remember";

    private readonly ExtendedAssembler _code = new();
    private readonly bool _isXdp;
    private readonly int _map;

    private ExtendedProgram(int map, bool isXdp) => (_map, _isXdp) = (map, isXdp);

    /// <param name="program">Classic BPF that returns verdicts.</param>
    /// <param name="map">Descriptor of the map of connections.</param>
    /// <param name="isXdp">For XDP, else for a socket.</param>
    /// <exception cref="NotSupportedException">The program asks for more than bytes of the frame.</exception>
    public static ExtendedInstruction[] Build(ReadOnlySpan<BpfInstruction> program, int map, bool isXdp)
    {
        var extended = new ExtendedProgram(map, isXdp);
        extended._code.Add(ExtendedCode.Move, Context, 1);
        for (var cell = 0; cell < 16; cell += 2)
        {
            extended._code.Add(ExtendedCode.StoreValue64, Frame, 0, Cell(cell));
        }
        extended._code.Add(ExtendedCode.Set32, A).Add(ExtendedCode.Set32, X);
        for (var i = 0; i < program.Length; i++)
        {
            extended._code.Label(Line(i));
            extended.Translate(program[i], i);
        }
        extended.WriteMemory();
        extended._code.Label(Drop).Add(ExtendedCode.Set32, 0, 0, 0, isXdp ? DropXdp : DropSocket).Add(ExtendedCode.Exit)
            .Label(Pass).Add(ExtendedCode.Set32, 0, 0, 0, isXdp ? PassXdp : PassSocket).Add(ExtendedCode.Exit);
        return extended._code.Build();
    }

    private static string Line(int index) => $"line {index}";

    private static int Cell(int index) => (4 * index) - 64;

    private void Translate(in BpfInstruction instruction, int index)
    {
        var (code, whenTrue, whenFalse, value) = instruction;
        switch (code & 7)
        {
            case 0 or 1: Load(code, value, (code & 7) == 0 ? A : X); break;
            case 2 or 3: _code.Add(ExtendedCode.Store32, Frame, (code & 7) == 2 ? A : X, Cell((int)value)); break;
            case 4: Compute(code, value); break;
            case 5 when code == BpfCode.Jump: _code.Go(Line(index + 1 + (int)value)); break;
            case 5:
                // The same bits as classic BPF has, in the class of 32-bit jumps.
                _code.Branch((byte)((code & 0xf8) | 6), A, Line(index + 1 + whenTrue), (code & 8) != 0 ? X : 0, (code & 8) != 0 ? 0 : (int)value);
                if (whenFalse > 0)
                {
                    _code.Go(Line(index + 1 + whenFalse));
                }
                break;
            case 6: Return(code, value); break;
            default: _code.Add(ExtendedCode.Move32, (code & 0xf8) == 0 ? X : A, (code & 0xf8) == 0 ? A : X); break;
        }
    }

    private void Compute(ushort code, uint value)
    {
        var isByRegister = (code & 8) != 0;
        if (isByRegister && (code & 0xf0) is 0x30 or 0x90)
        {
            _code.Branch(ExtendedCode.IfEqualValue32, X, Drop); // a division by zero ends classic BPF
        }
        _code.Add((byte)code, A, isByRegister ? X : 0, 0, isByRegister ? 0 : (int)value);
    }

    private void Return(ushort code, uint value)
    {
        if (code == BpfCode.ReturnA)
        {
            _code.Branch(ExtendedCode.IfEqualValue32, A, Drop).Go(Pass);
        }
        else if (value is (uint)Verdict.Drop or (uint)Verdict.Pass)
        {
            _code.Go(value == (uint)Verdict.Drop ? Drop : Pass);
        }
        else
        {
            _code.Add(ExtendedCode.StoreValue32, Frame, 0, VerdictAt, (int)value).Go(Remember);
        }
    }

    private void Load(ushort code, uint value, int register)
    {
        var size = (code & 0x18) switch { 0x00 => 4, 0x08 => 2, _ => 1 };
        switch (code & 0xe0)
        {
            case 0x00: _code.Add(ExtendedCode.Set32, register, 0, 0, (int)value); break;
            case 0x60: _code.Add(ExtendedCode.Load32, register, Frame, Cell((int)value)); break;
            case 0x80: LoadLength(register); break;
            case 0x20 or 0x40:
                LoadPacket(size, (code & 0xe0) == 0x40 ? X : null, Bytes(value));
                _code.Add(ExtendedCode.Move32, register, 0);
                break;
            case 0xa0:
                LoadPacket(1, null, Bytes(value));
                _code.Add(ExtendedCode.Move32, register, 0).Add(ExtendedCode.AndValue32, register, 0, 0, 0x0f).Add(ExtendedCode.ShiftLeftValue32, register, 0, 0, 2);
                break;
            default: throw new NotSupportedException($"the filter's instruction 0x{code:x2} is not known");
        }
    }

    /// <summary>linux/filter.h: what lies there is no byte of the frame, but what the kernel knows about it.</summary>
    private static int Bytes(uint value) =>
        value <= int.MaxValue ? (int)value : throw new NotSupportedException("the filter asks the kernel for more than the frame's bytes, such as a VLAN tag that was taken off");

    private void LoadLength(int register)
    {
        if (_isXdp)
        {
            _code.Add(ExtendedCode.Load32, register, Context, 4).Add(ExtendedCode.Load32, 1, Context).Add(0x1f, register, 1); // end - beginning, 64 bits
            return;
        }
        _code.Add(ExtendedCode.Load32, register, Context);
    }

    /// <summary>R0 = the bytes there, as a number. R1 to R5 are lost.</summary>
    private void LoadPacket(int size, int? behind, int at)
    {
        if (!_isXdp)
        {
            var code = size switch { 4 => ExtendedCode.Packet32, 2 => ExtendedCode.Packet16, _ => ExtendedCode.Packet8 };
            _code.Add(behind is null ? code : (byte)(code ^ 0x60), 0, behind ?? 0, 0, at);
            return;
        }
        if (behind is { } register)
        {
            _code.Add(ExtendedCode.Move32, 2, register).Add(ExtendedCode.AddValue32, 2, 0, 0, at);
        }
        else
        {
            _code.Add(ExtendedCode.Set32, 2, 0, 0, at);
        }
        _code.Branch(ExtendedCode.IfGreaterValue32, 2, Drop, 0, DeepestLoad)
            .Add(ExtendedCode.Load32, 3, Context).Add(ExtendedCode.Add, 3, 2)
            .Add(ExtendedCode.Load32, 4, Context, 4)
            .Add(ExtendedCode.Move, 5, 3).Add(ExtendedCode.AddValue, 5, 0, 0, size).Branch(ExtendedCode.IfGreater, 5, Drop, 4)
            .Add(size switch { 4 => ExtendedCode.Load32, 2 => ExtendedCode.Load16, _ => ExtendedCode.Load8 }, 0, 3);
        if (size > 1)
        {
            _code.Add(ExtendedCode.Swap, 0, 0, 0, 8 * size);
        }
    }
}
