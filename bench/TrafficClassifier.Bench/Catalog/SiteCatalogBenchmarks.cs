using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using TrafficClassifier.Catalog;

namespace TrafficClassifier.Bench.Catalog;

/// <summary>
/// 1,024 names as they come: a third of the catalog's sites with a label in front, the rest of nobody. A catalog of 100,000 rules may not
/// be slower than the built-in one but for its misses of the cache. The baseline looks each suffix up as a string.
/// </summary>
[MemoryDiagnoser]
public class SiteCatalogBenchmarks
{
    private const int Names = 1024;
    private readonly byte[][] _names = new byte[Names][];
    private readonly Dictionary<string, DomainMatch> _rules = new(StringComparer.Ordinal);
    private Dictionary<string, DomainMatch>.AlternateLookup<ReadOnlySpan<char>> _suffixes;
    private SiteCatalog _catalog = null!;

    [Params(0, 100_000)]
    public int MoreRules { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var file = new CatalogFile();
        using (var stream = typeof(CatalogFile).Assembly.GetManifestResourceStream(CatalogFile.DefaultName)!)
        using (var reader = new StreamReader(stream, Encoding.UTF8))
        {
            file.Add(reader, CatalogFile.DefaultName);
        }
        var more = new StringBuilder("[More]\n");
        for (var i = 0; i < MoreRules; i++)
        {
            more.Append(CultureInfo.InvariantCulture, $"Site {i / 10}\n main d{i}.example{i % 97}.net\n");
        }
        file.Add(new StringReader(more.ToString()), "more");
        _catalog = file.Build();
        string[] known = ["www.facebook.com", "i.ytimg.com", "edge-chat.instagram.com", "en.wikipedia.org", "mail.google.com"];
        for (var i = 0; i < Names; i++)
        {
            var text = i % 3 == 0 ? known[i / 3 % known.Length] : string.Create(CultureInfo.InvariantCulture, $"cdn{i}.static.host{i * 7}.example.org");
            _names[i] = Encoding.ASCII.GetBytes(text);
        }
        foreach (var name in known)
        {
            if (_catalog.TryMatch(Encoding.ASCII.GetBytes(name), out var match))
            {
                _rules[name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]] = match;
            }
        }
        for (var i = 0; i < Math.Max(MoreRules, _catalog.Rules.Count); i++)
        {
            _rules[string.Create(CultureInfo.InvariantCulture, $"d{i}.example{i % 97}.net")] = default;
        }
        _suffixes = _rules.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Names)]
    public int DictionaryOfSuffixes()
    {
        Span<char> text = stackalloc char[256];
        var found = 0;
        foreach (var name in _names)
        {
            ReadOnlySpan<char> rest = text[..Encoding.ASCII.GetChars(name, text)];
            while (!_suffixes.TryGetValue(rest, out _))
            {
                var dot = rest.IndexOf('.');
                if (dot < 0)
                {
                    found--;
                    break;
                }
                rest = rest[(dot + 1)..];
            }
            found++;
        }
        return found;
    }

    [Benchmark(OperationsPerInvoke = Names)]
    public int TryMatch()
    {
        var found = 0;
        foreach (var name in _names)
        {
            found += _catalog.TryMatch(name, out _) ? 1 : 0;
        }
        return found;
    }
}
