using BenchmarkDotNet.Attributes;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Bench.Identity;

/// <summary>Who held an address: addresses with ten leases each, asked for at random times, against a Dictionary that only knows the last holder.</summary>
[MemoryDiagnoser]
public class BindingTableBenchmarks
{
    private const int Questions = 4096, LeasesEach = 10;
    private const long LeaseSeconds = 3600;
    private readonly (IpAddress Address, Instant Time)[] _questions = new (IpAddress, Instant)[Questions];
    private readonly Dictionary<IpAddress, DeviceId> _last = [];
    private BindingTable _bindings = null!;

    [Params(1_500, 20_000)]
    public int Addresses { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var devices = new DeviceTable();
        _bindings = new BindingTable(devices);
        for (var lease = 0; lease < LeasesEach; lease++)
        {
            for (var i = 0; i < Addresses; i++)
            {
                // Every lease is another device's: nothing is a renewal.
                var device = devices.Intern(new MacAddress(1 + ((uint)(i + (lease * 7)) % (uint)Addresses)), default, default);
                var address = IpAddress.FromIpv4(0x0a00_0000u + (uint)i);
                _bindings.Add(new Lease(address, device, At(lease), At(lease + 1), BindingSource.Kea));
                _last[address] = device;
            }
        }
        var random = new Random(1);
        for (var i = 0; i < Questions; i++)
        {
            _questions[i] = (IpAddress.FromIpv4(0x0a00_0000u + (uint)random.Next(Addresses)), At(0).AddSeconds(random.NextInt64(LeasesEach * LeaseSeconds)));
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Questions)]
    public int DictionaryOfLastHolder()
    {
        var found = 0;
        foreach (var (address, _) in _questions)
        {
            found += _last.TryGetValue(address, out var device) ? device.Value : 0;
        }
        return found;
    }

    [Benchmark(OperationsPerInvoke = Questions)]
    public int TryFind()
    {
        var found = 0;
        foreach (var (address, time) in _questions)
        {
            found += _bindings.TryFind(address, time, out var device) ? device.Value : 0;
        }
        return found;
    }

    private static Instant At(int lease) => Instant.FromUnixSeconds(1_262_304_000 + (lease * LeaseSeconds));
}
