namespace TrafficClassifier.Capture.Prefilter;

/// <summary>Writes classic BPF with names for places. Jumps go forward only, as the kernel wants them.</summary>
internal sealed class BpfAssembler
{
    /// <summary>A conditional jump has 8 bits; one that goes farther is helped by a jump behind it, which has 32.</summary>
    private const int FarthestBranch = byte.MaxValue;

    private readonly List<Line> _lines = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);

    public BpfAssembler Add(ushort code, uint value = 0)
    {
        _lines.Add(new Line(code, value, null, null));
        return this;
    }

    /// <summary>Null: the next instruction.</summary>
    public BpfAssembler Branch(ushort code, uint value, string? whenTrue, string? whenFalse = null)
    {
        _lines.Add(new Line(code, value, whenTrue, whenFalse));
        return this;
    }

    public BpfAssembler Go(string label)
    {
        _lines.Add(new Line(BpfCode.Jump, 0, label, null));
        return this;
    }

    public BpfAssembler Label(string label)
    {
        _labels.Add(label, _lines.Count);
        return this;
    }

    public BpfInstruction[] Build()
    {
        var places = Place();
        List<BpfInstruction> program = [];
        for (var i = 0; i < _lines.Count; i++)
        {
            Write(program, i, places);
        }
        return [.. program];
    }

    /// <summary>Where each line begins: lines grow where a branch is found too far, until none is.</summary>
    private int[] Place()
    {
        var places = Enumerable.Range(0, _lines.Count + 1).ToArray();
        while (true)
        {
            var isSettled = true;
            var next = 0;
            var moved = new int[places.Length];
            for (var i = 0; i < _lines.Count; i++)
            {
                moved[i] = next;
                var line = _lines[i];
                next += 1 + (IsFar(line, line.WhenTrue, i, places) ? 1 : 0) + (IsFar(line, line.WhenFalse, i, places) ? 1 : 0);
            }
            moved[^1] = next;
            isSettled = moved.AsSpan().SequenceEqual(places);
            places = moved;
            if (isSettled)
            {
                return places;
            }
        }
    }

    /// <summary>Counted from the line's first instruction, with room for its own helpers: never too short.</summary>
    private bool IsFar(in Line line, string? label, int index, int[] places) =>
        line.Code != BpfCode.Jump && label is not null && places[Target(label)] - places[index] - 1 > FarthestBranch;

    private int Target(string label) => _labels.TryGetValue(label, out var at) ? at : throw new InvalidOperationException($"no label '{label}'");

    private void Write(List<BpfInstruction> program, int index, int[] places)
    {
        var line = _lines[index];
        var at = program.Count;
        if (line.Code == BpfCode.Jump)
        {
            program.Add(new BpfInstruction(BpfCode.Jump, 0, 0, (uint)Distance(line.WhenTrue, index, at, places)));
            return;
        }
        var (isTrueFar, isFalseFar) = (IsFar(line, line.WhenTrue, index, places), IsFar(line, line.WhenFalse, index, places));
        var helpers = (isTrueFar ? 1 : 0) + (isFalseFar ? 1 : 0);
        var whenTrue = isTrueFar ? 0 : line.WhenTrue is null ? helpers : Distance(line.WhenTrue, index, at, places);
        var whenFalse = isFalseFar ? helpers - 1 : line.WhenFalse is null ? helpers : Distance(line.WhenFalse, index, at, places);
        var isBranch = (line.Code & 0x07) == (BpfCode.Jump & 0x07);
        program.Add(new BpfInstruction(line.Code, isBranch ? (byte)whenTrue : (byte)0, isBranch ? (byte)whenFalse : (byte)0, line.Value));
        if (isTrueFar)
        {
            program.Add(new BpfInstruction(BpfCode.Jump, 0, 0, (uint)Distance(line.WhenTrue, index, program.Count, places)));
        }
        if (isFalseFar)
        {
            program.Add(new BpfInstruction(BpfCode.Jump, 0, 0, (uint)Distance(line.WhenFalse, index, program.Count, places)));
        }
    }

    private int Distance(string? label, int index, int from, int[] places)
    {
        var target = label is null ? index + 1 : Target(label);
        var distance = places[target] - from - 1;
        return target > index && distance >= 0 ? distance : throw new InvalidOperationException($"'{label}' lies behind the jump to it");
    }

    private readonly record struct Line(ushort Code, uint Value, string? WhenTrue, string? WhenFalse);
}
