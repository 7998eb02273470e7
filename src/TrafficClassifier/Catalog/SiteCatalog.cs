using System.Numerics;
using System.Text;

namespace TrafficClassifier.Catalog;

/// <summary>
/// Finds the site of a domain: the longest rule that equals the domain or ends it at a label boundary. One hash is run over the name from
/// the right and looked up at each boundary, so a look-up costs the length of the name, whether there are 100 rules or 100,000, and
/// allocates nothing.
/// </summary>
public sealed class SiteCatalog
{
    private readonly Slot[] _slots;
    private readonly byte[] _text;
    private readonly int _mostLabels;

    internal SiteCatalog(IReadOnlyList<Site> sites, IReadOnlyDictionary<string, DomainMatch> rules, IReadOnlyList<InputError> errors)
    {
        Sites = sites;
        Rules = rules;
        Errors = errors;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * rules.Count))];
        _text = new byte[rules.Keys.Sum(domain => domain.Length)];
        var at = 0;
        foreach (var (domain, match) in rules)
        {
            var length = Encoding.ASCII.GetBytes(domain, _text.AsSpan(at));
            Insert(new Slot { Hash = Hash(_text.AsSpan(at, length)), Start = at, Length = length, Match = match });
            at += length;
            _mostLabels = Math.Max(_mostLabels, 1 + domain.Count(c => c == '.'));
        }
    }

    /// <summary>By <see cref="SiteId"/>.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>By domain.</summary>
    public IReadOnlyDictionary<string, DomainMatch> Rules { get; }

    /// <summary>Lines of catalog files that could not be used.</summary>
    public IReadOnlyList<InputError> Errors { get; }

    public Site this[SiteId id] => Sites[id.Value];

    /// <summary>The site called that, in any case.</summary>
    public SiteId FindSite(string name)
    {
        for (var i = 0; i < Sites.Count; i++)
        {
            if (string.Equals(Sites[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return new SiteId(i);
            }
        }
        return SiteId.None;
    }

    /// <param name="domain">Lower-case A-labels without a final dot, as the sightings carry them.</param>
    /// <param name="match">Site and role of the longest rule; a rule of no site (role <c>none</c>) matches and gives <see cref="SiteId.None"/>.</param>
    public bool TryMatch(ReadOnlySpan<byte> domain, out DomainMatch match)
    {
        match = default;
        var found = false;
        var hash = Seed;
        var labels = 0;
        for (var i = domain.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, domain[i]);
            if (i > 0 && domain[i - 1] != '.')
            {
                continue;
            }
            if (TryFind(hash, domain[i..], out var longer))
            {
                match = longer;
                found = true;
            }
            if (++labels == _mostLabels)
            {
                break;
            }
        }
        return found && match.Site != SiteId.None;
    }

    private bool TryFind(uint hash, ReadOnlySpan<byte> domain, out DomainMatch match)
    {
        for (var at = (int)Spread(hash) & (_slots.Length - 1); _slots[at].Length != 0; at = (at + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[at];
            if (slot.Hash == hash && slot.Length == domain.Length && domain.SequenceEqual(_text.AsSpan(slot.Start, slot.Length)))
            {
                match = slot.Match;
                return true;
            }
        }
        match = default;
        return false;
    }

    private void Insert(Slot slot)
    {
        var at = (int)Spread(slot.Hash) & (_slots.Length - 1);
        while (_slots[at].Length != 0)
        {
            at = (at + 1) & (_slots.Length - 1);
        }
        _slots[at] = slot;
    }

    private const uint Seed = 2166136261;

    /// <summary>FNV-1a, from the right end of the name.</summary>
    private static uint Step(uint hash, byte value) => (hash ^ value) * 16777619;

    private static uint Spread(uint hash) => (hash ^ (hash >> 15)) * 0x9e3779b1 >> 3;

    private static uint Hash(ReadOnlySpan<byte> domain)
    {
        var hash = Seed;
        for (var i = domain.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, domain[i]);
        }
        return hash;
    }

    private struct Slot
    {
        public uint Hash;
        public int Start;
        public int Length;
        public DomainMatch Match;
    }
}
