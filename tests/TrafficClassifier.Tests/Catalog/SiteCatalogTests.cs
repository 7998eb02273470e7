using System.Text;
using TrafficClassifier.Catalog;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Catalog;

/// <summary>The site of a domain: the longest rule that ends it at a label boundary.</summary>
public sealed class SiteCatalogTests
{
    private static readonly SiteCatalog _small = CatalogFileTests.Read("""
        Facebook
            main      facebook.com
            embedded  graph.facebook.com
            main      m.graph.facebook.com
        Top
            main      example
        Cover
            cover     outer.test
        """);

    [Theory]
    [InlineData("facebook.com", "Facebook Main")]
    [InlineData("www.facebook.com", "Facebook Main")]
    [InlineData("a.b.c.d.facebook.com", "Facebook Main")]
    [InlineData("graph.facebook.com", "Facebook Embedded")]
    [InlineData("v2.graph.facebook.com", "Facebook Embedded")]
    [InlineData("m.graph.facebook.com", "Facebook Main")]
    [InlineData("xgraph.facebook.com", "Facebook Main")]
    [InlineData("notfacebook.com", null)]
    [InlineData("facebook.com.login.test", null)]
    [InlineData("facebook.co", null)]
    [InlineData("acebook.com", null)]
    [InlineData("com", null)]
    [InlineData("example", "Top Main")]
    [InlineData("a.example", "Top Main")]
    [InlineData("x.outer.test", "Cover Cover")]
    [InlineData("evil\\046facebook.com", null)]
    [InlineData("www.facebook\\046com", null)]
    [InlineData("a\\046b.facebook.com", "Facebook Main")]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("facebook.com.", null)]
    [InlineData(".facebook.com", "Facebook Main")]
    public void The_longest_rule_at_a_label_boundary_wins(string domain, string? expected) => Assert.Equal(expected, CatalogFileTests.Match(_small, domain));

    [Fact]
    public void The_longest_names_there_can_be_are_matched()
    {
        var prefix = string.Concat(Enumerable.Repeat("a.", 127));
        var catalog = CatalogFileTests.Read($"Long\n main {(prefix + "b")[^253..]}\n");

        Assert.Equal("Long Main", CatalogFileTests.Match(catalog, (prefix + "b")[^253..]));
        Assert.Equal("Long Main", CatalogFileTests.Match(catalog, prefix + "b"));
        Assert.Null(CatalogFileTests.Match(catalog, (prefix + "b")[^251..]));
        Assert.Equal("Facebook Main", CatalogFileTests.Match(_small, prefix[^240..] + "facebook.com"));
    }

    [Fact]
    public void An_empty_catalog_knows_nothing() => Assert.Null(CatalogFileTests.Match(CatalogFileTests.Read(""), "facebook.com"));

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var catalog = CatalogFile.Load([]);
        byte[][] domains = [.. new[] { "www.facebook.com", "notfacebook.com", "a.b.c.d.e.example", "" }.Select(Encoding.ASCII.GetBytes)];

        Assert.Equal(0, Allocation.PerRound(() =>
        {
            foreach (var domain in domains)
            {
                catalog.TryMatch(domain, out _);
            }
        }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 30)]
    [InlineData(2, 300)]
    [InlineData(3, 3_000)]
    [InlineData(4, 100_000)]
    public void Random_rules_match_as_a_plain_search_does(int seed, int count)
    {
        var random = new Random(seed);
        Dictionary<string, DomainMatch> rules = [];
        while (rules.Count < count)
        {
            rules[Domain(random, count)] = new DomainMatch(random.Next(10) == 0 ? SiteId.None : new SiteId(random.Next(50)), (DomainRole)random.Next(3));
        }
        var catalog = new SiteCatalog([.. Enumerable.Range(0, 50).Select(i => new Site($"S{i}", "C"))], rules, []);
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var domain = i % 2 == 0 ? Domain(random, count) : Domain(random, count) + "." + rules.Keys.ElementAt(random.Next(Math.Min(count, 200)));
            var expected = Search(rules, domain);
            var isFound = catalog.TryMatch(Encoding.ASCII.GetBytes(domain), out var match);
            Assert.Equal((domain, expected is not null), (domain, isFound));
            Assert.True(expected is null || expected == match, domain);
            found += isFound ? 1 : 0;
        }
        Assert.InRange(found, 5_000, 20_000);
    }

    [Theory]
    [InlineData("facebook", "Facebook")]
    [InlineData("TOP", "Top")]
    [InlineData("Face", null)]
    public void A_site_is_found_by_its_name_in_any_case(string name, string? expected)
    {
        var id = _small.FindSite(name);

        Assert.Equal(expected, id == SiteId.None ? null : _small[id].Name);
    }

    private static string Domain(Random random, int rules)
    {
        var labels = random.Next(1, 5);
        return string.Join('.', Enumerable.Range(0, labels).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, rules > 1000 ? 5 : 3)).Select(_ => "abc0-"[random.Next(5)])])));
    }

    private static DomainMatch? Search(Dictionary<string, DomainMatch> rules, string domain)
    {
        for (var rest = domain; ; rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (rules.TryGetValue(rest, out var match))
            {
                return match.Site == SiteId.None ? null : match;
            }
            if (!rest.Contains('.', StringComparison.Ordinal))
            {
                return null;
            }
        }
    }
}
