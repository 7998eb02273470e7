using TrafficClassifier.Logs.Formats;

namespace TrafficClassifier.Logs;

/// <summary>The formats that are known, each with its own memory of one input, and which of them a line is of.</summary>
internal sealed class LogFormats
{
    private static readonly LogRecordHandler _nobody = static (scoped in _) => { };
    private readonly LogFormat[] _formats;

    /// <param name="clock">Of all of them: the lines of a file that changes its format follow each other all the same.</param>
    public LogFormats(LogClock clock)
    {
        Clock = clock;
        // A line is of the first that takes it: those come first that take least.
        _formats =
        [
            new ZeekFormat(),
            new EveFormat(clock),
            new ZeekJsonFormat(),
            new SquidFormat(),
            new CombinedFormat(clock),
            new KeaFormat(clock),
            new UnboundFormat(clock),
            new WindowsDhcpFormat(clock),
            new WindowsDnsFormat(clock),
            new BindFormat(clock),
            new AccountingFormat(clock),
            new SyslogFormat(clock),
        ];
    }

    public LogClock Clock { get; }

    public IReadOnlyList<LogFormat> All => _formats;

    /// <summary>The format that takes a line.</summary>
    /// <param name="line">Any.</param>
    /// <param name="except">Is known not to.</param>
    public LogFormat? Find(ReadOnlySpan<byte> line, LogFormat? except)
    {
        foreach (var format in _formats)
        {
            if (format != except && format.Read(line, _nobody).Outcome is LineOutcome.Record or LineOutcome.NotOfInterest or LineOutcome.Comment)
            {
                return format;
            }
        }
        return null;
    }

    /// <summary>
    /// What the first lines of an input are of: something must be told in them, or a header say it, and of the others at most as many may be
    /// strange to all formats.
    /// </summary>
    /// <param name="head">The first bytes; the last line may be cut.</param>
    public LogFormat? Detect(ReadOnlySpan<byte> head)
    {
        LogFormat? current = null, found = null;
        var (taken, strange) = (0, 0);
        while (!head.IsEmpty)
        {
            var isWhole = LogText.TryCut(ref head, (byte)'\n', out var line);
            line = (isWhole ? line : head).TrimEnd((byte)'\r');
            head = isWhole ? head : default;
            if (line.IsEmpty)
            {
                continue;
            }
            var outcome = current?.Read(line, _nobody).Outcome ?? LineOutcome.Foreign;
            if (outcome == LineOutcome.Foreign && Find(line, current) is { } other)
            {
                current = other;
                outcome = other.Read(line, _nobody).Outcome;
            }
            var isTaken = outcome is LineOutcome.Record or LineOutcome.NotOfInterest or LineOutcome.Comment;
            taken += isTaken ? 1 : 0;
            strange += isTaken || !isWhole ? 0 : 1;
            found ??= isTaken && (current!.IsCertain || outcome == LineOutcome.Record) ? current : null;
        }
        Clock.Restart();
        return taken >= strange ? found : null;
    }
}
