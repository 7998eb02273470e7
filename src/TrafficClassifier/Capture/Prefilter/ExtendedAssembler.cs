namespace TrafficClassifier.Capture.Prefilter;

/// <summary>Writes eBPF with names for places.</summary>
internal sealed class ExtendedAssembler
{
    private readonly List<ExtendedInstruction> _code = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly List<(int At, string Label)> _jumps = [];
    private int _unique;

    public string Unique(string label) => $"{label} {++_unique}";

    public ExtendedAssembler Add(byte code, int destination = 0, int source = 0, int offset = 0, int value = 0)
    {
        _code.Add(new ExtendedInstruction(code, (byte)(destination | (source << 4)), (short)offset, value));
        return this;
    }

    /// <summary>A jump, if the destination register is so to the source register or to the value.</summary>
    public ExtendedAssembler Branch(byte code, int destination, string label, int source = 0, int value = 0)
    {
        _jumps.Add((_code.Count, label));
        return Add(code, destination, source, 0, value);
    }

    public ExtendedAssembler Go(string label) => Branch(ExtendedCode.Jump, 0, label);

    public ExtendedAssembler Label(string label)
    {
        _labels.Add(label, _code.Count);
        return this;
    }

    public ExtendedAssembler SetMap(int register, int descriptor) => Add(ExtendedCode.Set64, register, ExtendedCode.MapDescriptor, 0, descriptor).Add(0);

    public ExtendedInstruction[] Build()
    {
        foreach (var (at, label) in _jumps)
        {
            _code[at] = _code[at] with { Offset = checked((short)(_labels[label] - at - 1)) };
        }
        return [.. _code];
    }
}
