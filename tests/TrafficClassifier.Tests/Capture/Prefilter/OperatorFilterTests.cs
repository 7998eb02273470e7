using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Prefilter;

public class OperatorFilterTests
{
    [RequiresFact("libpcap")]
    public void A_text_passes_what_it_says()
    {
        var filter = OperatorFilter.Compile("udp dst port 53 and not src net 10.0.0.0/8", LinkType.Ethernet);
        Assert.Equal((null, null), (filter.Error, filter.Remark));
        var program = new BpfInterpreter(filter.Instructions.Span);
        Assert.True(program.Passes(Query("192.168.1.1", 53)));
        Assert.False(program.Passes(Query("10.9.9.9", 53)));
        Assert.False(program.Passes(Query("192.168.1.1", 54)));
    }

    [RequiresFact("libpcap")]
    public void With_the_classifiers_own_filter_only_what_both_want_passes()
    {
        var text = OperatorFilter.Compile("not src net 10.0.0.0/8", LinkType.Ethernet);
        var program = new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.None, text.Instructions.Span).Program);
        Assert.True(program.Passes(Query("192.168.1.1", 53)));
        Assert.False(program.Passes(Query("10.9.9.9", 53))); // not the text's
        Assert.False(program.Passes(Query("192.168.1.1", 54))); // not the classifier's
    }

    [RequiresTheory("libpcap")]
    [InlineData("prot 53", "syntax error")]
    [InlineData("port 53\nand (", "syntax error")]
    [InlineData("host 300.1.1.1", "")]
    [InlineData("tcp and udp", "rejects all packets")]
    public void A_wrong_text_is_shown_with_what_libpcap_says_in_one_line(string text, string said)
    {
        var filter = OperatorFilter.Compile(text, LinkType.Ethernet);
        Assert.True(filter.Instructions.IsEmpty);
        Assert.StartsWith($"filter '{text.Replace('\n', ' ')}': ", filter.Error, StringComparison.Ordinal);
        Assert.Contains(said, filter.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", filter.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_text_is_no_filter()
    {
        var filter = OperatorFilter.Compile(" \n", LinkType.Ethernet);
        Assert.Equal((0, null, null), (filter.Instructions.Length, filter.Error, filter.Remark));
    }

    [RequiresTheory("libpcap")]
    [InlineData("tcp and port 80 or port 443", "bind alike")]
    [InlineData("vlan 7 and udp", "outer VLAN tag")]
    [InlineData("tcp and (port 80 or port 443)", null)]
    [InlineData("port 80 or port 443", null)]
    public void A_text_that_may_not_mean_what_it_looks_like_is_remarked_on(string text, string? remark)
    {
        var filter = OperatorFilter.Compile(text, LinkType.Ethernet);
        Assert.Null(filter.Error);
        Assert.True(remark is null ? filter.Remark is null : filter.Remark!.Contains(remark, StringComparison.Ordinal), filter.Remark);
    }

    [RequiresFact("libpcap")]
    public void Without_link_headers_the_text_is_compiled_for_none()
    {
        var packet = Query("192.168.1.1", 53)[14..];
        Assert.True(new BpfInterpreter(OperatorFilter.Compile("udp port 53", LinkType.RawIp).Instructions.Span).Passes(packet));
        Assert.False(new BpfInterpreter(OperatorFilter.Compile("udp port 53", LinkType.Ethernet).Instructions.Span).Passes(packet));
    }

    private static byte[] Query(string source, ushort port) =>
        new FrameShape { Protocol = 17, Source = source, SourcePort = 40000, DestinationPort = port, Payload = new byte[40] }.ToBytes();
}
