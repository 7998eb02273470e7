using BenchmarkDotNet.Attributes;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Bench.Identity;

/// <summary>A device that is known already, by hardware address, client id and host name, against a Dictionary of strings built for the question.</summary>
[MemoryDiagnoser]
public class DeviceTableBenchmarks
{
    private const int Devices = 1_500;
    private readonly DeviceTable _devices = new();
    private readonly Dictionary<string, int> _texts = [];
    private readonly byte[] _clientId = [1, 2, 0, 0, 0, 0, 0];
    private readonly byte[] _hostName = [.. "pc-library-17"u8];

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Devices; i++)
        {
            _devices.Intern(Mac(i), _clientId, _hostName);
            _texts.Add(Text(i), i);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Devices)]
    public int DictionaryOfStrings()
    {
        var sum = 0;
        for (var i = 0; i < Devices; i++)
        {
            sum += _texts[Text(i)];
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Devices)]
    public int Intern()
    {
        var sum = 0;
        for (var i = 0; i < Devices; i++)
        {
            sum += _devices.Intern(Mac(i), _clientId, _hostName).Value;
        }
        return sum;
    }

    private static MacAddress Mac(int i) => new(0x0200_0000_0001UL + (uint)i);

    private string Text(int i) => $"{Mac(i).Value:x12}/{Convert.ToHexStringLower(_clientId)}/{System.Text.Encoding.ASCII.GetString(_hostName)}";
}
