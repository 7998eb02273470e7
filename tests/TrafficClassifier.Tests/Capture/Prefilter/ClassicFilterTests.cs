using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>The classic filter passes what the model says, and nothing else: interpreted, and in the kernel.</summary>
public class ClassicFilterTests
{
    private const string Senders = "10.1.0.0/16,2001:db8::/48,2001:db8:8::1";

    public static TheoryData<string> Policies => ["none", "any", Senders];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_combination_passes_as_the_model_says(string policy)
    {
        var filter = new BpfInterpreter(Filter(policy).Program);
        AssertAsModel(policy, filter.Passes);
    }

    [RequiresTheory("/proc/net/unix")]
    [MemberData(nameof(Policies))]
    public void The_kernel_passes_the_same(string policy)
    {
        using var kernel = new KernelSocket(Filter(policy));
        AssertAsModel(policy, kernel.Passes);
    }

    private static ClassicFilter Filter(string policy) => TunnelPolicy.TryParse(policy, out var tunnels) ? ClassicFilter.Default(tunnels) : throw new ArgumentException(policy);

    private static void AssertAsModel(string policy, FrameTest passes)
    {
        var model = new PrefilterModel(frame => policy == "any" || (policy == Senders && (frame.IsIpv6 ? frame.Source6 == "2001:db8::3" : frame.Source == "10.1.2.3")));
        var (frames, passed) = (0, 0);
        foreach (var shape in PrefilterFrames.All())
        {
            var expected = model.Passes(shape);
            Assert.True(expected == passes(shape.ToBytes()), $"should {(expected ? "" : "not ")}pass: {shape}");
            (frames, passed) = (frames + 1, passed + (expected ? 1 : 0));
        }
        Assert.InRange(frames, 40_000, 400_000);
        Assert.InRange(passed, frames / 10, frames - (frames / 10)); // a filter that passes all or nothing is none
    }
}
