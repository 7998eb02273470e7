using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TrafficClassifier.Server.Configuration;

/// <summary>Reads the part of YAML that a configuration takes: sections, lists and texts, without anchors, tags or several documents.</summary>
internal sealed class YamlFile
{
    /// <summary>A configuration is three deep.</summary>
    private const int Deepest = 8;

    private readonly Parser _parser;
    private readonly string _path;
    private readonly List<string> _errors;

    private YamlFile(TextReader text, string path, List<string> errors)
    {
        _parser = new Parser(text);
        _path = path;
        _errors = errors;
    }

    /// <returns>Null where it is no YAML, or empty; errors tell.</returns>
    public static ConfigurationNode? Read(TextReader text, string path, List<string> errors)
    {
        try
        {
            return new YamlFile(text, path, errors).ReadDocument();
        }
        catch (YamlException exception)
        {
            errors.Add($"{path}:{exception.Start.Line}: this is no YAML: {OneLine.Of(exception.Message)}");
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The library's own mistakes on what is no YAML either.
            errors.Add($"{path}: this is no YAML: {OneLine.Of(exception.Message)}");
            return null;
        }
    }

    private ConfigurationNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            Refuse(second, "a second document: write one");
        }
        return root;
    }

    private ConfigurationNode ReadNode(int depth)
    {
        var next = _parser.Current!;
        var line = (int)next.Start.Line;
        if (next is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            Refuse(next, "anchors and aliases (& and *) are not known here: write it out, or in quotes");
        }
        if (depth > Deepest)
        {
            throw new YamlException(next.Start, next.End, "sections within sections within sections");
        }
        if (_parser.TryConsume<MappingStart>(out _))
        {
            return new ConfigurationNode(line) { Entries = ReadEntries(depth) };
        }
        if (_parser.TryConsume<SequenceStart>(out _))
        {
            List<ConfigurationNode> items = [];
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }
            return new ConfigurationNode(line) { Items = items };
        }
        return _parser.TryConsume<Scalar>(out var scalar) ? new ConfigurationNode(line) { Text = TextOf(scalar) } : Skip(line);
    }

    private List<ConfigurationEntry> ReadEntries(int depth)
    {
        List<ConfigurationEntry> entries = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var entry = new ConfigurationEntry(key.Text ?? "", key.Line, ReadNode(depth + 1));
            if (entry.Key.Length == 0)
            {
                _errors.Add($"{_path}:{entry.Line}: a key must be a word");
            }
            else if (entries.Find(other => other.Key == entry.Key) is { } first)
            {
                _errors.Add($"{_path}:{entry.Line}: {OneLine.Of(entry.Key)}: it stands in line {first.Line} already: write it once");
            }
            else
            {
                entries.Add(entry);
            }
        }
        return entries;
    }

    private ConfigurationNode Skip(int line)
    {
        _parser.MoveNext();
        return new ConfigurationNode(line) { Text = "" };
    }

    private static string TextOf(Scalar scalar) => scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain && scalar.Value is "null" or "~" ? "" : scalar.Value;

    private void Refuse(ParsingEvent at, string why) => _errors.Add($"{_path}:{at.Start.Line}: {why}");
}
