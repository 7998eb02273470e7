using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Usage;

/// <summary>What a cell of a bucket counts: sightings of a site by evidence and domain role, or connections that no site can be told of.</summary>
public readonly record struct CellKey
{
    private const int RoleBits = 2, KindBits = 4;

    // Where evidence would be 3.
    private const int AmbiguousKind = 13, UnnamedKind = 14, HiddenKind = 15;

    /// <summary>Connections that carried no readable name.</summary>
    public static readonly CellKey Unnamed = new(UnnamedKind);

    /// <summary>Connections to an address that their client was told several sites share.</summary>
    public static readonly CellKey Ambiguous = new(AmbiguousKind);

    /// <summary>Connections whose name was hidden behind a cover, and those that take others out of sight.</summary>
    public static readonly CellKey Hidden = new(HiddenKind);

    private CellKey(int packed) => Packed = packed;

    public CellKey(SiteId site, Evidence evidence, DomainRole role)
        : this((site.Value << KindBits) | ((int)evidence << RoleBits) | (int)role)
    {
    }

    /// <summary>As stored.</summary>
    public int Packed { get; }

    public bool IsOfSite => (Packed & 0x0f) < 3 << RoleBits;

    public SiteId Site => new(Packed >> KindBits);

    public Evidence Evidence => (Evidence)(Packed >> RoleBits & 3);

    public DomainRole Role => (DomainRole)(Packed & 3);

    /// <returns>False for a number that no key packs to.</returns>
    public static bool TryUnpack(uint packed, int siteCount, out CellKey key)
    {
        key = new CellKey((int)packed);
        return packed is AmbiguousKind or UnnamedKind or HiddenKind || (packed >> KindBits < siteCount && key.IsOfSite && (packed & 3) != 3);
    }
}
