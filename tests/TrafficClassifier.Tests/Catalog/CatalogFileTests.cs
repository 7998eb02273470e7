using System.Text;
using TrafficClassifier.Catalog;

namespace TrafficClassifier.Tests.Catalog;

/// <summary>The form of catalog files.</summary>
public sealed class CatalogFileTests
{
    [Fact]
    public void Sites_stand_under_categories_and_domains_under_sites()
    {
        var catalog = Read("""
            # a comment
            Lonely
                main lonely.example
            [Social networks]   # another comment
            Facebook
                main      facebook.com fb.com   # not a # domain
                main      fb.me
                embedded  fbcdn.net
                source    https://example.org/#fragment
            [ News ]
            The Daily #1
            	main daily.example
            """);

        Assert.Empty(catalog.Errors);
        Assert.Equal([new Site("Lonely", "Other"), new Site("Facebook", "Social networks"), new Site("The Daily", "News")], catalog.Sites);
        Assert.Equal(6, catalog.Rules.Count);
        foreach (var domain in new[] { "facebook.com", "fb.com", "fb.me" })
        {
            Assert.Equal("Facebook Main", Match(catalog, domain));
        }
        Assert.Equal("Facebook Embedded", Match(catalog, "fbcdn.net"));
        Assert.Equal("The Daily Main", Match(catalog, "daily.example"));
    }

    [Theory]
    [InlineData("Site\n    mian a.example", 2, "'mian' is no role: write main, embedded, cover, none or source")]
    [InlineData("\n    main a.example", 2, "domains stand under a site: an unindented line with its name comes first")]
    [InlineData("Site\n main a.example\n[Next]\n main b.example", 4, "domains stand under a site: an unindented line with its name comes first")]
    [InlineData("[Open", 1, "a category is written [Name]")]
    [InlineData("[]", 1, "a category is written [Name]")]
    [InlineData("[ ]", 1, "a category is written [Name]")]
    [InlineData("Site\n main a..example", 2, "'a..example' is no domain")]
    [InlineData("Site\n main *.example", 2, "'*.example' is no domain")]
    [InlineData("Site\n main https://a.example/", 2, "'https://a.example/' is no domain")]
    [InlineData("Site\n main .", 2, "'.' is no domain")]
    [InlineData("Site\n main a.example\n\n embedded A.example.", 4, "'A.example.' stands in line 2 already")]
    [InlineData("Site\n main mu\u0308ller.example", 2, "'mu\u0308ller.example' is no domain")]
    [InlineData("Site\n main", 2, "'main' names no domain")]
    public void A_wrong_line_is_told_by_its_number_and_what_would_be_right(string text, int line, string reason)
    {
        var error = Assert.Single(Read(text).Errors);

        Assert.Equal(("test.catalog", line, reason), (error.File, error.Line, error.Reason));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_the_right_lines_count()
    {
        var catalog = Read("Site\n main good.example ba..d also-good.example wor$e\n wrong x.example\n[\n main late.example\n");

        Assert.Equal([2, 3, 4], catalog.Errors.Select(error => error.Line));
        Assert.Equal("'ba..d' is no domain; 'wor$e' is no domain", catalog.Errors[0].Reason);
        Assert.Equal(3, catalog.Rules.Count);
        Assert.Equal("test.catalog:4: a category is written [Name]", catalog.Errors[2].ToString());
    }

    [Fact]
    public void A_later_file_adds_to_a_site_and_overrides_domains()
    {
        var file = new CatalogFile();
        file.Add(new StringReader("[Social networks]\nFacebook\n main facebook.com\n embedded fbcdn.net\n"), "first");
        file.Add(new StringReader("[Ours]\nfacebook\n main facebook.example fbcdn.net\n none facebook.com\nIntranet\n main intranet.example\n"), "second");
        var catalog = file.Build();

        Assert.Empty(catalog.Errors);
        Assert.Equal([new Site("Facebook", "Social networks"), new Site("Intranet", "Ours")], catalog.Sites);
        Assert.Equal("Facebook Main", Match(catalog, "www.facebook.example"));
        Assert.Equal("Facebook Main", Match(catalog, "fbcdn.net"));
        Assert.Null(Match(catalog, "www.facebook.com"));
    }

    [Fact]
    public void None_takes_a_part_out_of_a_site()
    {
        var catalog = Read("Site\n main site.example\n none blog.site.example\n embedded img.blog.site.example\n");

        Assert.Equal("Site Main", Match(catalog, "www.site.example"));
        Assert.Null(Match(catalog, "blog.site.example"));
        Assert.Null(Match(catalog, "a.blog.site.example"));
        Assert.Equal("Site Embedded", Match(catalog, "x.img.blog.site.example"));
    }

    [Theory]
    [InlineData("müller.example", "xn--mller-kva.example")]
    [InlineData("MÜLLER.example", "xn--mller-kva.example")]
    [InlineData("пример.example", "xn--e1afmkfd.example")]
    [InlineData("FaceBook.COM", "facebook.com")]
    [InlineData("facebook.com.", "facebook.com")]
    [InlineData("_dmarc.a-b.example", "_dmarc.a-b.example")]
    public void Domains_are_stored_as_the_wire_carries_them(string written, string carried) =>
        Assert.Equal("Site Main", Match(Read($"Site\n main {written}\n"), carried));

    [Fact]
    public void Lines_may_end_as_on_windows_and_begin_with_a_byte_order_mark()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("windows.catalog");
        File.WriteAllText(path, "[Ours]\r\nIntranet\r\n\tmain intranet.example\r\n", new UTF8Encoding(true));

        var catalog = CatalogFile.Load([path]);

        Assert.Empty(catalog.Errors);
        Assert.Equal("Ours", catalog[catalog.FindSite("intranet")].Category);
    }

    internal static SiteCatalog Read(string text)
    {
        var file = new CatalogFile();
        file.Add(new StringReader(text), "test.catalog");
        return file.Build();
    }

    internal static string? Match(SiteCatalog catalog, string domain) =>
        catalog.TryMatch(Encoding.ASCII.GetBytes(domain), out var match) ? $"{catalog[match.Site].Name} {match.Role}" : null;
}
