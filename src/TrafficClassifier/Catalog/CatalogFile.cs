using System.Globalization;
using System.Text;

namespace TrafficClassifier.Catalog;

/// <summary>
/// Reads catalog files, a form made to be edited and compared by people:
/// <code>
/// # a comment: # as the first character of a line or behind white space
/// [Social networks]                       a category; the sites below belong to it
/// Facebook                                an unindented line: a site
///     main      facebook.com fb.com       indented: a role and domains, each with all its subdomains; several lines of a role add up
///     embedded  fbcdn.net
///     cover     public.example            the outer name that many sites share under ECH
///     none      blog.facebook.com         of no site, though a shorter rule would match
///     source    https://...               where the facts come from: for people
/// </code>
/// A later file adds to sites of the same name and overrides the domains it names; within one file a domain may stand once.
/// </summary>
public sealed class CatalogFile
{
    /// <summary>How the embedded default is called in messages.</summary>
    public const string DefaultName = "default.catalog";

    private static readonly IdnMapping _idn = new();
    private readonly List<Site> _sites = [];
    private readonly Dictionary<string, SiteId> _siteIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DomainMatch> _rules = new(StringComparer.Ordinal);
    private readonly List<InputError> _errors = [];

    /// <summary>The embedded default and then the given files, each over the ones before it.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static SiteCatalog Load(IEnumerable<string> paths)
    {
        var catalog = new CatalogFile();
        using (var stream = typeof(CatalogFile).Assembly.GetManifestResourceStream(DefaultName)!)
        using (var reader = new StreamReader(stream, Encoding.UTF8))
        {
            catalog.Add(reader, DefaultName);
        }
        foreach (var path in paths)
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            catalog.Add(reader, path);
        }
        return catalog.Build();
    }

    public SiteCatalog Build() => new(_sites, _rules, _errors);

    public void Add(TextReader reader, string path)
    {
        var category = "Other";
        Site? site = null;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var text = WithoutComment(line);
            var trimmed = text.Trim();
            if (trimmed.Length == 0)
            {
                continue;
            }
            if (trimmed[0] == '[')
            {
                if (trimmed[^1] == ']' && trimmed[1..^1].Trim() is { Length: > 0 } name)
                {
                    category = name;
                    site = null;
                }
                else
                {
                    _errors.Add(new InputError(path, number, "a category is written [Name]"));
                }
            }
            else if (!char.IsWhiteSpace(text[0]))
            {
                site = Intern(trimmed, category);
            }
            else if (AddRules(site, trimmed, number, seen) is { } reason)
            {
                _errors.Add(new InputError(path, number, reason));
            }
        }
    }

    private Site Intern(string name, string category)
    {
        if (_siteIds.TryGetValue(name, out var id))
        {
            return _sites[id.Value];
        }
        var site = new Site(name, category);
        _siteIds.Add(name, new SiteId(_sites.Count));
        _sites.Add(site);
        return site;
    }

    private string? AddRules(Site? site, string text, int number, Dictionary<string, int> seen)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        DomainRole role;
        switch (words[0])
        {
            case "source":
                return null;
            case "main":
                role = DomainRole.Main;
                break;
            case "embedded":
                role = DomainRole.Embedded;
                break;
            case "cover":
                role = DomainRole.Cover;
                break;
            case "none":
                role = default;
                break;
            default:
                return $"'{words[0]}' is no role: write main, embedded, cover, none or source";
        }
        if (site is null)
        {
            return "domains stand under a site: an unindented line with its name comes first";
        }
        if (words.Length == 1)
        {
            return $"'{words[0]}' names no domain";
        }
        var id = words[0] == "none" ? SiteId.None : _siteIds[site.Name];
        List<string>? wrong = null;
        foreach (var word in words.AsSpan(1))
        {
            if (!TryNormalise(word, out var domain))
            {
                (wrong ??= []).Add($"'{word}' is no domain");
            }
            else if (!seen.TryAdd(domain, number))
            {
                (wrong ??= []).Add($"'{word}' stands in line {seen[domain]} already");
            }
            else
            {
                _rules[domain] = new DomainMatch(id, role);
            }
        }
        return wrong is null ? null : string.Join("; ", wrong);
    }

    /// <summary>
    /// Lower case, A-labels (RFC 5890), no final dot, no wildcard: a domain covers its subdomains anyway. Without the operating system's
    /// tables a letter that is written as two, with its accent behind it, cannot be put together: such a word is refused.
    /// </summary>
    private static bool TryNormalise(string word, out string domain)
    {
        domain = "";
        if (word.AsSpan().ContainsAnyInRange('\u0300', '\u036f'))
        {
            return false;
        }
        try
        {
            domain = _idn.GetAscii(word.TrimEnd('.').ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return false;
        }
        return domain.Length is > 0 and <= 253
            && domain.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }

    private static string WithoutComment(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                return line[..i];
            }
        }
        return line;
    }
}
