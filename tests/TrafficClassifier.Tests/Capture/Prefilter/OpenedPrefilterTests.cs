using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Prefilter;

public class OpenedPrefilterTests
{
    /// <summary>An operator's filter that asks for the tag that was taken off (SKF_AD_VLAN_TAG_PRESENT).</summary>
    private static readonly BpfInstruction[] _tagged = [new(0x30, 0, 0, 0xffff_f030), new(0x15, 1, 0, 0), new(0x06, 0, 0, 0x4_0000), new(0x06, 0, 0, 0)];

    [Theory]
    [InlineData("auto", PrefilterKind.Automatic)]
    [InlineData("none", PrefilterKind.None)]
    [InlineData("classic", PrefilterKind.Classic)]
    [InlineData("ebpf", PrefilterKind.Extended)]
    [InlineData("xdp", PrefilterKind.Xdp)]
    public void Words_of_the_configuration_are_read(string word, PrefilterKind kind)
    {
        Assert.True(OpenedPrefilter.TryParse(word, out var read));
        Assert.Equal(kind, read);
        Assert.False(OpenedPrefilter.TryParse(word + "s", out _));
    }

    [Fact]
    public void What_was_asked_for_is_opened_or_the_next_best_with_the_reason()
    {
        using var automatic = OpenedPrefilter.Open(PrefilterKind.Automatic, LinkType.Ethernet, 1, TunnelPolicy.None);
        Assert.Equal(automatic.Kind == PrefilterKind.Extended, automatic.Reason is null);
        Assert.True(automatic.Kind is PrefilterKind.Extended or PrefilterKind.Classic);
        using var classic = OpenedPrefilter.Open(PrefilterKind.Classic, LinkType.Ethernet, 1, TunnelPolicy.None);
        Assert.Equal((PrefilterKind.Classic, null), (classic.Kind, classic.Reason));
        Assert.IsType<ClassicFilter>(classic.Filter);
    }

    [Fact]
    public void An_operators_filter_that_eBPF_cannot_run_is_run_as_classic_BPF()
    {
        using var opened = OpenedPrefilter.Open(PrefilterKind.Automatic, LinkType.Ethernet, 1, TunnelPolicy.None, _tagged);
        Assert.Equal(PrefilterKind.Classic, opened.Kind);
        Assert.NotNull(opened.Reason);
        Assert.DoesNotContain('\n', opened.Reason);
    }

    [Fact]
    public void No_filter_is_none_and_an_operators_stands_alone()
    {
        Assert.Null(OpenedPrefilter.Open(PrefilterKind.None, LinkType.Ethernet, 1, TunnelPolicy.None).Filter);
        var alone = Assert.IsType<ClassicFilter>(OpenedPrefilter.Open(PrefilterKind.None, LinkType.Ethernet, 1, TunnelPolicy.None, _tagged).Filter);
        Assert.True(alone.Program.SequenceEqual(_tagged));
        var raw = OpenedPrefilter.Open(PrefilterKind.Automatic, new LinkType(101), 1, TunnelPolicy.None);
        Assert.Equal((null, "link type 101 is not filtered"), (raw.Filter, raw.Reason));
    }

    [RequiresFact("CAP_BPF")]
    public void A_refusal_says_the_verifiers_last_words()
    {
        // The answer is missing.
        var refusal = Assert.Throws<IOException>(() => BpfObject.Program([new ExtendedInstruction(ExtendedCode.Exit, 0, 0, 0)], isXdp: false));
        Assert.Contains("R0 !read_ok", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
