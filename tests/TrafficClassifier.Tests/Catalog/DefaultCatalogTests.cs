using TrafficClassifier.Catalog;

namespace TrafficClassifier.Tests.Catalog;

/// <summary>The catalog that the program brings.</summary>
public sealed class DefaultCatalogTests
{
    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    [Fact]
    public void It_has_no_errors() => Assert.Empty(_catalog.Errors);

    [Fact]
    public void It_is_broad()
    {
        Assert.True(_catalog.Sites.Count >= 80, $"{_catalog.Sites.Count} sites");
        Assert.True(_catalog.Sites.Select(site => site.Category).Distinct().Count() >= 10);
        Assert.Equal("Social networks", _catalog.Sites[0].Category);
    }

    [Theory]
    [InlineData("Facebook", "www.facebook.com")]
    [InlineData("Twitter", "twitter.com")]
    [InlineData("MySpace", "www.myspace.com")]
    [InlineData("Instagram", "www.instagram.com")]
    [InlineData("TikTok", "www.tiktok.com")]
    [InlineData("LinkedIn", "www.linkedin.com")]
    public void The_social_networks_are_there(string name, string domain)
    {
        Assert.Equal("Social networks", _catalog[_catalog.FindSite(name)].Category);
        Assert.Equal($"{name} Main", CatalogFileTests.Match(_catalog, domain));
    }

    [Theory]
    [InlineData("connect.facebook.net")]
    [InlineData("static.ak.fbcdn.net")]
    [InlineData("platform.twitter.com")]
    public void A_widget_is_no_visit(string domain) => Assert.EndsWith(" Embedded", CatalogFileTests.Match(_catalog, domain), StringComparison.Ordinal);

    [Fact]
    public void Every_site_says_where_its_facts_come_from()
    {
        List<string> without = [];
        string? site = null;
        var hasSource = true;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "src", "TrafficClassifier", "Catalog", "default.catalog")).Append("[End]"))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (!char.IsWhiteSpace(line[0]))
            {
                if (!hasSource)
                {
                    without.Add(site!);
                }
                (site, hasSource) = (line, line[0] == '[');
            }
            hasSource |= line.TrimStart().StartsWith("source ", StringComparison.Ordinal);
        }
        Assert.Empty(without);
    }
}
