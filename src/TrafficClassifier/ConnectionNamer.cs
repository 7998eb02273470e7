using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Names;

namespace TrafficClassifier;

/// <summary>
/// The rule that names connections, in one place:
/// <list type="number">
/// <item>A carried name that is no cover is the name. It is a cover when its hello has an encrypted one and it is a public name that some
/// HTTPS record offers, or has the role <c>cover</c> in the catalog; else the encrypted hello is noise (GREASE) beside the real name. A
/// record may offer anybody's name, so it makes no cover of a site's main domain, nor of a name that this client was told of the address
/// it connects to.</item>
/// <item>Behind a cover, and without a name, what this client, or else its device at another address, was told of the address names it, if that is one domain, or several of one
/// site and role: the number is about sites. Domains that are all of no site are such a case: the connection went to none.</item>
/// <item>Several that are not one are ambiguous: no visit. None: hidden behind the cover, or without a name.</item>
/// </list>
/// </summary>
internal sealed class ConnectionNamer
{
    /// <summary>Categories of the catalog whose sites hide more than themselves.</summary>
    private const string EncryptedDnsCategory = "Encrypted DNS", RelayCategory = "Private relays and VPNs";

    private static readonly DomainMatch _noSite = new(SiteId.None, default);
    private readonly SiteCatalog _catalog;
    private readonly OutOfSight[] _hides;

    public ConnectionNamer(SiteCatalog catalog)
    {
        _catalog = catalog;
        _hides = [.. catalog.Sites.Select(site =>
            site.Category.Equals(EncryptedDnsCategory, StringComparison.OrdinalIgnoreCase) ? OutOfSight.EncryptedDns
            : site.Category.Equals(RelayCategory, StringComparison.OrdinalIgnoreCase) ? OutOfSight.RelayOrVpn
            : OutOfSight.None)];
    }

    public ConnectionName Name(scoped in Sighting sighting)
    {
        var match = Match(sighting.Domain);
        var isCover = sighting.IsEncryptedHello && (match.Role == DomainRole.Cover || (sighting.IsPublicName && !IsVisited(sighting, match)));
        var name = !sighting.Domain.IsEmpty && !isCover
            ? new ConnectionName(ConnectionNameKind.Named, match, sighting.Evidence, OutOfSight.None)
            : FromAnswers(sighting.Told, sighting.Domain.IsEmpty ? ConnectionNameKind.Unnamed : ConnectionNameKind.Hidden);
        return name with { OutOfSight = sighting.OutOfSight != OutOfSight.None ? sighting.OutOfSight : HiddenBy(name) };
    }

    /// <summary>A public name that is a place to go too, so that one forged record does not make a site disappear.</summary>
    private static bool IsVisited(scoped in Sighting sighting, in DomainMatch match)
    {
        if (match.Site != SiteId.None && match.Role == DomainRole.Main)
        {
            return true;
        }
        for (var i = 0; i < sighting.Told.Count; i++)
        {
            if (sighting.Told[i].SequenceEqual(sighting.Domain))
            {
                return true;
            }
        }
        return false;
    }

    private static ConnectionName Nameless(ConnectionNameKind kind) => new(kind, _noSite, Evidence.Connection, OutOfSight.None);

    private ConnectionName FromAnswers(ToldNames told, ConnectionNameKind otherwise)
    {
        if (told.AreMany)
        {
            return Nameless(ConnectionNameKind.Ambiguous);
        }
        DomainMatch? only = null;
        for (var i = 0; i < told.Count; i++)
        {
            var match = Match(told[i]);
            if (match.Role == DomainRole.Cover)
            {
                continue; // asked for on the way: nobody goes there
            }
            if (only is { } other && other != match)
            {
                return Nameless(ConnectionNameKind.Ambiguous);
            }
            only = match;
        }
        return only is { } named ? new ConnectionName(ConnectionNameKind.Named, named, Evidence.Answer, OutOfSight.None) : Nameless(otherwise);
    }

    /// <summary>The embedded domains of such a site are other people's pages; its main ones are the resolver, the relay or the tunnel.</summary>
    private OutOfSight HiddenBy(in ConnectionName name) =>
        name.Match.Site != SiteId.None && name.Match.Role == DomainRole.Main ? _hides[name.Match.Site.Value] : OutOfSight.None;

    private DomainMatch Match(ReadOnlySpan<byte> domain) => _catalog.TryMatch(domain, out var match) ? match : _noSite;
}
