using BenchmarkDotNet.Attributes;
using SharpPcap;
using SharpPcap.LibPcap;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Bench.Capture;

/// <summary>Every frame of a 32 MB capture in memory (/dev/shm), a frame an operation: ours against SharpPcap's reader of files.</summary>
[MemoryDiagnoser]
public class PcapReaderBenchmarks
{
    private const int Frames = 30_000;
    private readonly string _path = $"/dev/shm/traffic-bench-{Environment.ProcessId}.pcap";

    [GlobalSetup]
    public void Write()
    {
        using var reader = CaptureOpener.TryOpen(SampleFrames.Office, out var reason) ?? throw new InvalidDataException(reason);
        using var writer = new BinaryWriter(File.Create(_path));
        writer.Write(0xa1b2c3d4);
        writer.Write(0x0004_0002);
        writer.Write(0L);
        writer.Write(262_144);
        writer.Write(1);
        for (var i = 0; i < Frames && reader.MoveNext(); i++)
        {
            var frame = reader.Current;
            writer.Write((int)(frame.Time.Nanoseconds / Instant.NanosecondsPerSecond));
            writer.Write((int)(frame.Time.Nanoseconds % Instant.NanosecondsPerSecond / 1000));
            writer.Write(frame.Bytes.Length);
            writer.Write(frame.Bytes.Length);
            writer.Write(frame.Bytes);
        }
    }

    [GlobalCleanup]
    public void Delete() => File.Delete(_path);

    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public long SharpPcapGetNextPacket()
    {
        using var device = new CaptureFileReaderDevice(_path);
        device.Open();
        var sum = 0L;
        while (device.GetNextPacket(out var packet) == GetPacketStatus.PacketRead)
        {
            sum += packet.Data.Length;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public long PcapReader()
    {
        using var reader = CaptureOpener.TryOpen(_path, out _)!;
        var sum = 0L;
        while (reader.MoveNext())
        {
            sum += reader.Current.Bytes.Length;
        }
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public long CaptureMerger()
    {
        using var captures = new CaptureMerger(CaptureInputs.Expand([_path]));
        var sum = 0L;
        while (captures.MoveNext())
        {
            sum += captures.Current.Bytes.Length;
        }
        return sum;
    }
}
