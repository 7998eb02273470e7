using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>Keys of cells as numbers, and the figures of coverage.</summary>
public sealed class CellKeyTests
{
    [Fact]
    public void Every_key_comes_back_from_its_number()
    {
        HashSet<int> seen = [];
        foreach (var site in new[] { 0, 1, 13, 14, 15, 499 })
        {
            foreach (var evidence in Enum.GetValues<Evidence>())
            {
                foreach (var role in Enum.GetValues<DomainRole>())
                {
                    var key = new CellKey(new SiteId(site), evidence, role);
                    Assert.True(seen.Add(key.Packed));
                    Assert.True(CellKey.TryUnpack((uint)key.Packed, 500, out var back));
                    Assert.Equal((true, site, evidence, role), (back.IsOfSite, back.Site.Value, back.Evidence, back.Role));
                }
            }
        }
        foreach (var key in new[] { CellKey.Ambiguous, CellKey.Unnamed, CellKey.Hidden })
        {
            Assert.True(seen.Add(key.Packed));
            Assert.True(CellKey.TryUnpack((uint)key.Packed, 0, out var back));
            Assert.Equal(key, back);
            Assert.False(back.IsOfSite);
        }
    }

    [Fact]
    public void A_number_that_is_no_key_is_refused()
    {
        const int Sites = 20;
        var valid = Enumerable.Range(0, Sites).SelectMany(site => Enum.GetValues<Evidence>()
            .SelectMany(evidence => Enum.GetValues<DomainRole>().Select(role => (uint)new CellKey(new SiteId(site), evidence, role).Packed)))
            .Append((uint)CellKey.Ambiguous.Packed).Append((uint)CellKey.Unnamed.Packed).Append((uint)CellKey.Hidden.Packed).ToHashSet();
        for (uint packed = 0; packed < 1_000; packed++)
        {
            Assert.Equal((packed, valid.Contains(packed)), (packed, CellKey.TryUnpack(packed, Sites, out _)));
        }
        Assert.False(CellKey.TryUnpack(uint.MaxValue, Sites, out _));
        Assert.False(CellKey.TryUnpack(0x8000_0000, Sites, out _));
    }

    [Fact]
    public void Coverage_adds_up_figure_by_figure()
    {
        var (one, other) = (new Coverage(), new Coverage());
        for (var i = 0; i < Coverage.FigureCount; i++)
        {
            one.Figures[i] = i;
            other.Figures[i] = 1000 * i;
        }
        one.Add(other);

        Assert.Equal(Enumerable.Range(0, Coverage.FigureCount).Select(i => 1001L * i), one.Figures.ToArray());
        Assert.Equal(Enum.GetValues<FrameOutcome>().Sum(outcome => 1001L * (int)outcome), one.Frames);
        one.Clear();
        Assert.All(one.Figures.ToArray(), figure => Assert.Equal(0, figure));
    }
}
