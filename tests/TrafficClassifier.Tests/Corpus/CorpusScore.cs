using System.Globalization;
using System.Text;

namespace TrafficClassifier.Tests.Corpus;

/// <summary>
/// Compares events with the truth as the corpus' score.py does: DNS and DHCP messages with their number, TLS, QUIC and HTTP, where the
/// truth counts streams, as sets. An event of the don't-care list is neither required nor wrong.
/// </summary>
internal sealed class CorpusScore(string truth)
{
    private static readonly string[] Sets = ["tls_", "dtls_", "quic_", "gquic_", "http_"];
    private readonly Dictionary<(string Capture, string Kind), Difference> _differences = [];
    private readonly SortedDictionary<string, (int Truth, int Found, int False)> _kinds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<(string Capture, string Kind), Difference> Differences => _differences;

    public void Compare(string capture, string found)
    {
        var required = Read(Path.Combine(truth, capture + ".tsv"));
        var ignored = Read(Path.Combine(truth, capture + ".weak.tsv"));
        var given = Read(found);
        foreach (var key in required.Keys.Union(given.Keys))
        {
            var kind = key[..key.IndexOf('\t', StringComparison.Ordinal)];
            var (wanted, got) = (required.GetValueOrDefault(key), given.GetValueOrDefault(key));
            var wrong = ignored.ContainsKey(key) ? 0 : Math.Max(0, got - wanted);
            var sum = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = (sum.Truth + wanted, sum.Found + Math.Min(wanted, got), sum.False + wrong);
            if (wanted > got || wrong > 0)
            {
                Add(capture, kind, Math.Max(0, wanted - got), wrong, key);
            }
        }
    }

    /// <summary>Recall and precision per kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine("kind                truth   found   false  recall precision");
        foreach (var (kind, (wanted, found, wrong)) in _kinds)
        {
            var recall = wanted == 0 ? 1 : (double)found / wanted;
            var precision = found + wrong == 0 ? 1 : (double)found / (found + wrong);
            text.AppendLine(CultureInfo.InvariantCulture, $"{kind,-16}{wanted,9}{found,8}{wrong,8}  {recall:0.0000}    {precision:0.0000}");
        }
        return text.ToString();
    }

    private void Add(string capture, string kind, int missed, int wrong, string key)
    {
        if (!_differences.TryGetValue((capture, kind), out var difference))
        {
            _differences.Add((capture, kind), difference = new Difference { Example = key.Replace('\t', ' ') });
        }
        difference.Missed += missed;
        difference.False += wrong;
    }

    /// <summary>Key to count; the last column is the count, or in the don't-care list a reason.</summary>
    private static Dictionary<string, int> Read(string file)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return counts;
        }
        foreach (var line in File.ReadLines(file))
        {
            var last = line.LastIndexOf('\t');
            var key = line[..last];
            var isSet = Sets.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
            counts[key] = isSet ? 1 : counts.GetValueOrDefault(key) + (int.TryParse(line[(last + 1)..], CultureInfo.InvariantCulture, out var count) ? count : 1);
        }
        return counts;
    }
}
