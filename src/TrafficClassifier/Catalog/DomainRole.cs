namespace TrafficClassifier.Catalog;

/// <summary>What a connection to a domain says of its site. The values are stored.</summary>
public enum DomainRole : byte
{
    /// <summary>The site's own pages and programs: a connection is a visit.</summary>
    Main = 0,

    /// <summary>Widgets, content networks, trackers: other people's pages load them too.</summary>
    Embedded = 1,

    /// <summary>The outer name that many sites share under ECH: says nothing of the site.</summary>
    Cover = 2,
}
