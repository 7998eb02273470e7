using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Usage;

/// <summary>What a cell of a bucket counts: sightings of a site by evidence and domain role, or connections that no site can be told of.</summary>
public readonly record struct CellKey
{
    private const int KindBits = 4;
    private const int UnnamedKind = 14, HiddenKind = 15;

    /// <summary>Connections that carried no readable name.</summary>
    public static readonly CellKey Unnamed = new(UnnamedKind);

    /// <summary>Connections whose name was hidden behind a cover.</summary>
    public static readonly CellKey Hidden = new(HiddenKind);

    private CellKey(int packed) => Packed = packed;

    public CellKey(SiteId site, Evidence evidence, DomainRole role)
        : this((site.Value << KindBits) | ((int)evidence << 2) | (int)role)
    {
    }

    /// <summary>As stored.</summary>
    public int Packed { get; }

    public bool IsOfSite => (Packed & 0x0f) < UnnamedKind;

    public SiteId Site => new(Packed >> KindBits);

    public Evidence Evidence => (Evidence)(Packed >> 2 & 1);

    public DomainRole Role => (DomainRole)(Packed & 3);

    /// <returns>False for a number that no key packs to.</returns>
    public static bool TryUnpack(uint packed, int siteCount, out CellKey key)
    {
        key = new CellKey((int)packed);
        return packed is UnnamedKind or HiddenKind || (packed >> KindBits < siteCount && (packed & 0x0f) < 8 && (packed & 3) != 3);
    }
}
