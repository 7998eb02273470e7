using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

public sealed class FlowKeyTests
{
    [Fact]
    public void Reversed_twice_it_is_the_same()
    {
        var key = new FlowKey(IpAddress.FromIpv4(1), IpAddress.FromIpv4(2), (40_000u << 16) | 443);
        Assert.Equal(new FlowKey(IpAddress.FromIpv4(2), IpAddress.FromIpv4(1), (443u << 16) | 40_000), key.Reversed);
        Assert.Equal(key, key.Reversed.Reversed);
        Assert.NotEqual(key, key.Reversed);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0, 1 << 16)]
    [InlineData(1, 1, 1)]
    [InlineData(1 << 16, 0, 0)]
    [InlineData(0, 1 << 24, 0)]
    public void Neighbours_spread_over_the_buckets_of_a_table(int source, int destination, int ports)
    {
        const int Buckets = 1 << 10, Flows = 1 << 10;
        var lengths = new int[Buckets];
        for (var i = 0; i < Flows; i++)
        {
            var key = new FlowKey(IpAddress.FromIpv4((uint)(i * source)), new IpAddress((ulong)(i * destination), 1), (uint)(i * ports));
            lengths[key.GetHashCode() & (Buckets - 1)]++;
        }
        Assert.InRange(lengths.Max(), 1, 64);
        Assert.InRange(lengths.Count(length => length > 0), Buckets / 8, Buckets);
    }
}
