using BenchmarkDotNet.Attributes;
using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Bench.Sightings;

/// <summary>20,000 frames of the office mix that lie in memory (18 MB, so in the third-level cache), a frame an operation.</summary>
[MemoryDiagnoser]
public class FrameDissectorBenchmarks
{
    private const int Frames = 20_000;

    /// <summary>The morning, when everybody asks for a lease.</summary>
    private const int SkippedFrames = 60_000;

    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly FrameDissector _dissector;
    private readonly Pipeline _pipeline = new(CatalogFile.Load([]), new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions());
    private long _time = 1_262_304_000L * Instant.NanosecondsPerSecond;

    public FrameDissectorBenchmarks()
    {
        (_bytes, _ends) = SampleFrames.Slice(SampleFrames.Office, SkippedFrames, Frames);
        var bindings = new BindingReader(new AddressBook(new DeviceTable(), graceSeconds: 30));
        _dissector = new FrameDissector(new SightingReader(new SightingCompleter(static (scoped in _) => { }, bindings, new DnsAnswers(), new PublicNames())), new DuplicateFilter());
    }

    /// <summary>Ethernet, IP and ports only: what every frame costs at least.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public int Ports()
    {
        var sum = 0;
        var start = 0;
        foreach (var end in _ends)
        {
            var frame = _bytes.AsSpan(start..end);
            sum += SampleFrames.Tcp(frame, out var tcp) ? tcp.DestinationPort : SampleFrames.Udp(frame, out var udp) ? udp.DestinationPort : 0;
            start = end;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public void Dissect()
    {
        var start = 0;
        foreach (var end in _ends)
        {
            _dissector.Dissect(new CapturedFrame(_bytes.AsSpan(start..end), new Instant(_time += 1_000_000), LinkType.Ethernet, 1));
            start = end;
        }
    }

    /// <summary>Dissected, attributed, matched and counted.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public void WholePipeline()
    {
        var start = 0;
        foreach (var end in _ends)
        {
            _pipeline.Process(new CapturedFrame(_bytes.AsSpan(start..end), new Instant(_time += 1_000_000), LinkType.Ethernet, 1));
            start = end;
        }
    }
}
