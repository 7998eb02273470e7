using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

public sealed class FlowTableTests
{
    private static readonly Instant _start = Instant.FromUnixSeconds(1000);
    private readonly ReassemblyCounters _counters = new();
    private readonly FlowTable _flows;

    public FlowTableTests() => _flows = new FlowTable(2, _counters);

    [Fact]
    public void A_new_connection_on_known_ports_is_the_newest()
    {
        _flows.Put(Key(1), new TcpFlow { Stage = FlowStage.Settled }, _start);
        _flows.Put(Key(2), new TcpFlow { Stage = FlowStage.Settled }, _start);
        _flows.Put(Key(1), new TcpFlow { HasSyn = true }, _start.AddSeconds(200));
        _flows.Put(Key(3), new TcpFlow { HasSyn = true }, _start.AddSeconds(201));
        Assert.Equal((true, false, true), (IsThere(1), IsThere(2), IsThere(3)));
        Assert.Equal(0, _counters.Evictions);
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(61, 0)]
    public void A_settled_connection_that_makes_way_early_is_an_eviction(int seconds, int evictions)
    {
        _flows.Put(Key(1), new TcpFlow { Stage = FlowStage.Settled }, _start);
        _flows.Put(Key(2), new TcpFlow { Stage = FlowStage.Settled }, _start);
        _flows.Put(Key(3), new TcpFlow { Stage = FlowStage.Settled }, _start.AddSeconds(seconds));
        Assert.Equal(evictions, _counters.Evictions);
    }

    private bool IsThere(int number) => !System.Runtime.CompilerServices.Unsafe.IsNullRef(ref _flows.Find(Key(number)));

    private static FlowKey Key(int number) => new(IpAddress.FromIpv4(1), IpAddress.FromIpv4(2), (uint)number);
}
