using static TrafficClassifier.Tests.Sightings.Names.NamesHarness;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>The rule that names connections, from frames to the statement.</summary>
public sealed class ConnectionNamerTests
{
    private const byte Outer = 0, Inner = 1;

    [Fact]
    public void Grease_beside_the_real_name_changes_nothing()
    {
        var harness = new NamesHarness().Tell(Client, "www.example.org", Host).Connect("www.facebook.com", Outer);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 0, 0), (harness.Coverage.Connections, harness.Coverage.Hidden, harness.Coverage.NamedByAnswer));
    }

    [Theory]
    [InlineData("cloudflare-ech.com")] // by the catalog
    [InlineData("Cover.Example")] // by a record
    public void Behind_a_cover_the_clients_own_answer_names(string cover)
    {
        var harness = new NamesHarness().Offer("cover.example").Tell(Client, "www.Facebook.com", Host).Connect(cover, Outer);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 0, 0, 1), (harness.Coverage.Connections, harness.Coverage.Hidden, harness.Coverage.Unnamed, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void Behind_a_cover_without_an_answer_it_is_hidden()
    {
        var harness = new NamesHarness().Tell(Other, "www.facebook.com", Host).Tell(Client, "www.facebook.com", "198.51.100.99").Connect("cloudflare-ech.com", Outer);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 1, 0, 0), (harness.Coverage.Connections, harness.Coverage.Hidden, harness.Coverage.Unnamed, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void A_public_name_without_an_encrypted_hello_is_the_real_name()
    {
        var harness = new NamesHarness().Offer("www.facebook.com").Tell(Client, "www.example.org", Host).Connect("www.facebook.com");

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal(0, harness.Coverage.Hidden);
    }

    [Fact]
    public void A_record_makes_no_site_disappear()
    {
        var harness = new NamesHarness().Offer("www.facebook.com").Connect("www.facebook.com", Outer);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal(0, harness.Coverage.Hidden);
    }

    [Fact]
    public void A_public_name_that_the_client_was_told_of_the_address_is_the_real_name()
    {
        var harness = new NamesHarness().Offer("www.knitting.example").Tell(Client, "www.Knitting.example", Host)
            .Connect("www.knitting.example", Outer).Connect("www.knitting.example", Outer, client: Other);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 1), (harness.Coverage.Uncatalogued, harness.Coverage.Hidden));
    }

    [Fact]
    public void A_record_of_yesterday_makes_no_cover()
    {
        var harness = new NamesHarness().Offer("cover.example").Connect("cover.example", Outer).Wait(24 * 60 * 60).Connect("cover.example", Outer);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 1), (harness.Coverage.Hidden, harness.Coverage.Uncatalogued));
    }

    [Fact]
    public void A_record_that_comes_later_makes_no_cover_of_what_was()
    {
        var harness = new NamesHarness().Connect("cover.example", Outer).Offer("cover.example");

        Assert.Equal((0, 0), harness.Close());
        Assert.Equal((0, 1), (harness.Coverage.Hidden, harness.Coverage.Uncatalogued));
    }

    [Fact]
    public void An_inner_hello_in_clear_counts_for_its_name()
    {
        var harness = new NamesHarness().Offer("www.facebook.com").Connect("www.facebook.com", Inner);

        Assert.Equal((1, 1), harness.Close());
    }

    [Fact]
    public void An_address_that_was_told_names_a_hello_without_a_name()
    {
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", Host).Connect(null).Connect(null, Outer, client: Other);

        Assert.Equal((1, 2), harness.Close());
        Assert.Equal((2, 1, 1), (harness.Coverage.Connections, harness.Coverage.Unnamed, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void What_was_told_names_a_connection_that_is_not_read()
    {
        byte[] initial = [0xc0, 0xfa, 0xce, 0xb0, 0xff, .. new byte[1300]]; // a version of nobody
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", Host)
            .Send(FrameBuilder.Udp(Client, 40000, Host, 443, initial)).Send(FrameBuilder.Udp(Other, 40000, Host, 443, initial));

        Assert.Equal((1, 2), harness.Close());
    }

    [Fact]
    public void Domains_of_one_site_and_role_name_together()
    {
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", Host).Tell(Client, "m.facebook.com", Host).Connect(null);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 0), (harness.Coverage.NamedByAnswer, harness.Coverage.Ambiguous));
    }

    [Theory]
    [InlineData("www.twitter.com")] // another site
    [InlineData("connect.facebook.net")] // another role
    [InlineData("www.knitting.example")] // none
    public void Domains_that_are_not_one_are_ambiguous_and_widen_at_most(string domain)
    {
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", Host).Tell(Client, domain, Host).Connect("cloudflare-ech.com", Outer);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 0, 0, 0), (harness.Coverage.Ambiguous, harness.Coverage.Hidden, harness.Coverage.Unnamed, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void Domains_of_no_site_leave_nothing_open()
    {
        var harness = new NamesHarness().Tell(Client, "www.knitting.example", Host).Tell(Client, "www.weaving.example", Host).Connect(null);

        Assert.Equal((0, 0), harness.Close());
        Assert.Equal((1, 1, 0), (harness.Coverage.NamedByAnswer, harness.Coverage.Uncatalogued, harness.Coverage.Ambiguous));
    }

    [Fact]
    public void A_page_full_of_domains_of_one_site_is_that_site()
    {
        var harness = new NamesHarness();
        for (var i = 0; i < 32; i++)
        {
            harness.Tell(Client, $"n{i}.facebook.com", Host);
        }

        Assert.Equal((1, 1), harness.Connect(null).Close());
        Assert.Equal(0, harness.Coverage.Ambiguous);
    }

    [Fact]
    public void More_domains_than_are_remembered_are_ambiguous_though_all_are_of_one_site()
    {
        var harness = new NamesHarness();
        for (var i = 0; i < 33; i++)
        {
            harness.Tell(Client, $"n{i}.facebook.com", Host);
        }

        Assert.Equal((0, 1), harness.Connect(null).Close());
        Assert.Equal(1, harness.Coverage.Ambiguous);
    }

    [Fact]
    public void A_cover_that_was_asked_for_is_no_place_to_go()
    {
        var harness = new NamesHarness().Tell(Client, "cloudflare-ech.com", Host).Connect("cloudflare-ech.com", Outer)
            .Tell(Client, "www.facebook.com", Host).Connect("cloudflare-ech.com", Outer);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 1), (harness.Coverage.Hidden, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void An_answer_that_is_over_names_nothing()
    {
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", 400, Host).Wait(380).Connect(null).Wait(60).Connect(null);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 1), (harness.Coverage.NamedByAnswer, harness.Coverage.Unnamed));
    }

    [Fact]
    public void A_name_that_was_carried_needs_no_answer()
    {
        var harness = new NamesHarness().Tell(Client, "www.facebook.com", Host).Connect("www.knitting.example");

        Assert.Equal((0, 0), harness.Close());
        Assert.Equal((1, 0), (harness.Coverage.Uncatalogued, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void A_proxys_target_and_the_hello_behind_it_are_one_visit()
    {
        var connect = System.Text.Encoding.ASCII.GetBytes("CONNECT www.facebook.com:443 HTTP/1.1\r\nHost: www.facebook.com:443\r\n\r\n");
        var absolute = System.Text.Encoding.ASCII.GetBytes("GET http://www.facebook.com/ HTTP/1.1\r\nHost: proxy.example\r\n\r\n");
        var harness = new NamesHarness().Tell(Client, "proxy.example", Host)
            .Send(FrameBuilder.Tcp(Client, 40000, Host, 3128, connect)).Connect("www.facebook.com", port: 3128)
            .Send(FrameBuilder.Tcp(Other, 40000, Host, 3128, absolute));

        Assert.Equal((2, 2), harness.Close());
        Assert.Equal((3, 0, 0), (harness.Coverage.Connections, harness.Coverage.Unnamed, harness.Coverage.Uncatalogued));
    }
}
