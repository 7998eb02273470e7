namespace Circular2010.Web;

/// <summary>
/// The names of the week. No two share an address: a look-up of one must never make a connection to another look like a visit.
/// </summary>
internal static class Domains
{
    public static readonly Domain[] Facebook = Make(Site.Facebook, Role.Main, 0x453FB50B,
        "www.facebook.com", "m.facebook.com", "login.facebook.com", "facebook.com");

    public static readonly Domain[] Twitter = Make(Site.Twitter, Role.Main, 0x80F2F014, "twitter.com", "www.twitter.com");

    public static readonly Domain[] MySpace = Make(Site.MySpace, Role.Main, 0x3F878014, "www.myspace.com", "myspace.com");

    /// <summary>Trap 8: what other pages load from Facebook.</summary>
    public static readonly Domain[] FacebookWidgets = Make(Site.Facebook, Role.Embedded, 0x4B7E9632,
        "connect.facebook.net", "static.ak.fbcdn.net", "profile.ak.fbcdn.net");

    public static readonly Domain[] OtherWidgets =
    [
        .. Make(Site.Twitter, Role.Embedded, 0x80F2F128, "platform.twitter.com"),
        .. Make(Site.MySpace, Role.Embedded, 0x3F87A00A, "x.myspacecdn.com"),
    ];

    /// <summary>Trap 11: names that only look like the site.</summary>
    public static readonly Domain[] Lookalikes = Make(Site.None, Role.Lookalike, 0xC6336414,
        "notfacebook.com", "www.facebook.com.login.example", "faceb00k.com", "myfacebook.com");

    public static readonly Domain[] OtherLookalikes = Make(Site.None, Role.Lookalike, 0xC6336450, "twitter.com.phish.example");

    public static readonly Domain[] Ordinary = Make(Site.None, Role.Ordinary, 0xCB7D6464,
        "www.google.com", "www.thestar.com.my", "en.wikipedia.org", "www.yahoo.com", "www.um.edu.my", "mail.um.edu.my",
        "www.utusan.com.my", "www.cari.com.my", "www.lowyat.net", "www.maybank2u.com.my", "www.youtube.com", "www.bbc.co.uk",
        "www.sciencedirect.com", "ieeexplore.ieee.org", "www.blogger.com", "www.mudah.my");

    private static Domain[] Make(Site site, Role role, uint first, params string[] names) =>
        [.. names.Select((name, i) => new Domain(name, site, role, first + (uint)i))];
}
