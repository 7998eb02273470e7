using System.CommandLine;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Server.Commands;

/// <summary>The flags of <c>traffic record</c>.</summary>
internal sealed class RecordOptions
{
    /// <summary>A file smaller than this could not hold a joined frame.</summary>
    private const long SmallestFile = 1_000_000;

    private readonly Argument<string> _interface = new("INTERFACE") { Description = "What to record, as traffic devices names it." };
    private readonly Option<string> _out = new("--out") { HelpName = "DIR|FILE", Required = true, Description = "A folder, for files that follow each other; or one file." };
    private readonly Option<string?> _rotateSize = Text("--rotate-size", "BYTES", "Begin another file at so many bytes (100M). Default in a folder: 100M.");
    private readonly Option<int?> _rotateSeconds = Number("--rotate-seconds", "N", "Begin another file after so many seconds.");
    private readonly Option<int?> _keep = Number("--keep", "N", "Keep so many files: the oldest of its own are deleted.");
    private readonly Option<string?> _maxSize = Text("--max-size", "BYTES", "Keep so many bytes in all. Default: 10G. One file ends there.");
    private readonly Option<string?> _filter = Text("--filter", "TEXT", "Record only what this passes (pcap-filter).");
    private readonly Option<string?> _prefilter = Text("--prefilter", "none|classic", "classic: only what the classifier can use. Default: none.");
    private readonly Option<string?> _engine = Text("--engine", "ring|pcap", "Default: ring, and pcap where that cannot be.");
    private readonly Option<int?> _duration = Number("--duration", "SECONDS", "Stop after so long.");
    private readonly Option<int?> _snap = Number("--snap", "N", "Keep so many bytes of each frame.");

    public void AddTo(Command command)
    {
        command.Arguments.Add(_interface);
        foreach (var option in new Option[] { _out, _rotateSize, _rotateSeconds, _keep, _maxSize, _filter, _prefilter, _engine, _duration, _snap })
        {
            command.Options.Add(option);
        }
    }

    public string Interface(ParseResult parsed) => parsed.GetValue(_interface)!;

    public string? Filter(ParseResult parsed) => parsed.GetValue(_filter);

    public TimeSpan? Duration(ParseResult parsed) => Positive(parsed, _duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public EngineKind Engine(ParseResult parsed) => parsed.GetValue(_engine) is not { } text ? EngineKind.Ring
        : OpenedEngine.TryParse(text, out var kind) ? kind : throw new UsageException($"--engine {text}: write ring or pcap");

    public PrefilterKind Prefilter(ParseResult parsed) => parsed.GetValue(_prefilter) switch
    {
        null or "none" => PrefilterKind.None,
        "classic" => PrefilterKind.Classic,
        var other => throw new UsageException($"--prefilter {other}: write none or classic"),
    };

    public RecorderOptions Recorder(ParseResult parsed)
    {
        var output = parsed.GetValue(_out)!;
        var name = Interface(parsed);
        var most = Size(parsed, _maxSize) ?? 10_000_000_000;
        var rotate = Size(parsed, _rotateSize);
        var (seconds, keep) = (Positive(parsed, _rotateSeconds), Positive(parsed, _keep));
        var isFolder = Directory.Exists(output) || output.EndsWith('/');
        var isSingle = !isFolder && rotate is null && seconds is null && keep is null;
        var options = new RecorderOptions
        {
            Interface = name,
            Folder = isFolder ? output : Path.GetDirectoryName(Path.GetFullPath(output))!,
            // A path has no slashes in its names, an interface may ("\Device\NPF_…").
            Prefix = isFolder ? string.Concat(name.Split(Path.GetInvalidFileNameChars().Append('\\').ToArray())) : Path.GetFileNameWithoutExtension(output),
            SingleFile = isSingle ? Path.GetFileName(output) : null,
            RotateBytes = rotate ?? Math.Min(100_000_000, most),
            RotateSeconds = seconds ?? 0,
            KeepFiles = keep ?? 0,
            MostBytes = most,
            SnapLength = Positive(parsed, _snap) ?? 262_144,
            Filter = Filter(parsed),
        };
        if (options.RotateBytes > options.MostBytes)
        {
            throw new UsageException("--rotate-size is more than --max-size: not one file would fit");
        }
        if (isSingle && (File.Exists(output) || File.Exists(output + ".part")))
        {
            throw new UsageException($"{output}: there is one already (or its .part); name another, or a folder");
        }
        return options;
    }

    private static long? Size(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : ByteSize.TryParse(text, out var bytes) && bytes >= SmallestFile ? bytes
        : throw new UsageException($"{option.Name} {text}: write bytes, at least 1M: 100M or 10G");

    private static int? Positive(ParseResult parsed, Option<int?> option) => parsed.GetValue(option) is not { } number ? null
        : number > 0 ? number : throw new UsageException($"{option.Name} {number}: write 1 or more");

    private static Option<string?> Text(string name, string help, string description) => new(name) { HelpName = help, Description = description };

    private static Option<int?> Number(string name, string help, string description) => new(name) { HelpName = help, Description = description };
}
