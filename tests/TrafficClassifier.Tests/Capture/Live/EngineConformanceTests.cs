using TrafficClassifier.LiveProbe.Checks;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Live;

/// <summary>Every check of tests/LiveProbe is a test here, for every engine.</summary>
public class EngineConformanceTests
{
    public static TheoryData<string> RingChecks => [.. CheckList.For("ring").Keys];

    [RequiresTheory("unshare -rn", "ip", "ethtool")]
    [MemberData(nameof(RingChecks))]
    public void Ring(string check) => Assert.Equal($"ok {check}", LiveProbeRun.ResultOf("ring", check));
}
