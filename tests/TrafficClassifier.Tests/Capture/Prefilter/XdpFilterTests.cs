using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>XDP passes what the filter with a memory does: shown to the kernel's program frame by frame.</summary>
public class XdpFilterTests
{
    /// <summary>What the kernel lets a test show: a page less head and tail room.</summary>
    private const int LongestFrame = 3400;

    [RequiresTheory("CAP_BPF")]
    [InlineData("none")]
    [InlineData("any")]
    [InlineData("10.1.0.0/16,2001:db8::/48,2001:db8:8::1")]
    public void Every_combination_passes_as_the_model_says(string policy)
    {
        Assert.True(TunnelPolicy.TryParse(policy, out var tunnels));
        var model = new ConnectionModel(tunnels);
        using var filter = new XdpFilter(0, tunnels);
        foreach (var shape in PrefilterFrames.All())
        {
            var frame = shape.ToBytes();
            var expected = model.Passes(frame);
            Assert.True(expected == filter.Passes(frame), $"should {(expected ? "" : "not ")}pass: {shape}");
        }
    }

    [RequiresTheory("CAP_BPF")]
    [InlineData("circular-2010/week.pcap.gz")]
    [InlineData("office-lan/office-lan.pcap")]
    [InlineData("office-lan-kea/office-lan-kea.pcap")]
    public void The_captures_here_pass_as_the_model_says(string capture)
    {
        var model = new ConnectionModel(TunnelPolicy.None);
        using var filter = new XdpFilter(0, TunnelPolicy.None);
        using var reader = CaptureOpener.TryOpen(Repository.Capture(capture), out _);
        while (reader!.MoveNext())
        {
            var frame = reader.Current;
            if (frame.Bytes.Length is >= 14 and < LongestFrame)
            {
                var expected = model.Passes(frame.Bytes);
                Assert.True(expected == filter.Passes(frame.Bytes), $"{frame.Number}: should {(expected ? "" : "not ")}pass");
            }
        }
    }
}
