using System.Text;
using TrafficClassifier.Capture.Live.Pcap;

namespace TrafficClassifier.Capture.Prefilter;

/// <summary>An operator's own filter in libpcap's language (pcap-filter(7)), compiled to instructions that our filters are and-ed with.</summary>
/// <param name="Text">As written.</param>
/// <param name="Instructions">Empty where the text is wrong, or is blank and passes all.</param>
/// <param name="Error">One line with the text and what libpcap says about it; null: it is right.</param>
/// <param name="Remark">One line about what the text does and its writer may not want; null: nothing.</param>
public sealed record OperatorFilter(string Text, ReadOnlyMemory<BpfInstruction> Instructions, string? Error, string? Remark)
{
    /// <summary>What a passing frame is cut to: not at all.</summary>
    private const int WholeFrames = 262_144;

    /// <summary>DLT_RAW, which files call 101.</summary>
    private const int Raw = 12;

    /// <summary>libpcap before 1.8 compiles one text at a time.</summary>
    private static readonly Lock _compiling = new();

    /// <summary>Without a device: the code then looks for tags in line, where the kernel leaves all but the outer one.</summary>
    public static OperatorFilter Compile(string text, LinkType linkType)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new OperatorFilter(text, default, null, null);
        }
        if (!PcapLibrary.IsInstalled)
        {
            return new OperatorFilter(text, default, $"filter '{OneLine(text)}': {PcapLibrary.Missing}", null);
        }
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return new OperatorFilter(text, default, "a filter's text has no zero bytes", null);
        }
        lock (_compiling)
        {
            return CompileText(text, linkType.IsRawIp ? Raw : linkType.Value);
        }
    }

    private static unsafe OperatorFilter CompileText(string text, int type)
    {
        var handle = PcapLibrary.OpenDead(type, WholeFrames);
        if (handle == 0)
        {
            return new OperatorFilter(text, default, $"filter '{OneLine(text)}': libpcap has no memory for it", null);
        }
        try
        {
            var program = default(PcapProgram);
            fixed (byte* bytes = Encoding.UTF8.GetBytes(text + '\0'))
            {
                if (PcapLibrary.Compile(handle, &program, bytes, 1, PcapLibrary.UnknownNetmask) != 0)
                {
                    return new OperatorFilter(text, default, $"filter '{OneLine(text)}': {PcapLibrary.ErrorOf(handle)}", null);
                }
            }
            var instructions = new ReadOnlySpan<BpfInstruction>(program.Instructions, (int)program.Length).ToArray();
            PcapLibrary.FreeProgram(&program);
            return instructions.Length <= BpfProgram.Longest
                ? new OperatorFilter(text, instructions, null, RemarkOn(text))
                : new OperatorFilter(text, default, $"filter '{OneLine(text)}': {instructions.Length} instructions, the kernel takes {BpfProgram.Longest}: make it shorter", null);
        }
        finally
        {
            PcapLibrary.Close(handle);
        }
    }

    private static string? RemarkOn(string text)
    {
        var words = text.Split([' ', '\t', '\r', '\n', '(', ')', '!', '&', '|'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Contains("vlan"))
        {
            return $"filter '{OneLine(text)}': the kernel takes the outer VLAN tag off before filters run: 'vlan' matches a second tag only";
        }
        var hasAnd = words.Contains("and") || text.Contains("&&", StringComparison.Ordinal);
        var hasOr = words.Contains("or") || text.Contains("||", StringComparison.Ordinal);
        return hasAnd && hasOr && !text.Contains('(', StringComparison.Ordinal)
            ? $"filter '{OneLine(text)}': 'and' and 'or' bind alike, from left to right: parentheses say what is meant"
            : null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
