using System.IO.Pipelines;
using TrafficClassifier.Capture;
using TrafficClassifier.Logs;
using TrafficClassifier.Tests.Capture;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Laws of reading whole inputs: however the bytes come, and whatever they are, lines in are the sum of their outcomes.</summary>
public sealed class LogReaderLaws
{
    public static TheoryData<string> All => [.. LogSamples.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void One_byte_at_a_time(string name)
    {
        var bytes = File.ReadAllBytes(LogSamples.File(name));
        var (whole, records) = LogSamples.Read(LogSamples.File(name));

        var (reader, again) = Read(bytes, 1);

        Assert.Equal(records, again);
        Assert.Equal(whole.Counters.Lines, reader!.Counters.Lines);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_cut(string name)
    {
        var bytes = File.ReadAllBytes(LogSamples.File(name));
        for (var length = 0; length < bytes.Length; length += 7)
        {
            var (reader, _) = Read(bytes[..length], 4096);
            if (reader is not null && name != "unbound.dnstap")
            {
                Assert.Equal(bytes.AsSpan(0, length).Count((byte)'\n') + (length > 0 && bytes[length - 1] != '\n' ? 1 : 0), reader.Counters.Lines);
            }
        }
    }

    [Fact]
    public void Dnstap_with_any_byte_changed()
    {
        var bytes = File.ReadAllBytes(LogSamples.File("unbound.dnstap"));
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var value in (ReadOnlySpan<byte>)[0, 0xff, (byte)(bytes[at] ^ 1), (byte)(bytes[at] ^ 0x80)])
            {
                var bad = bytes.ToArray();
                bad[at] = value;
                Read(bad, 4096);
            }
        }
    }

    private static (LogReader? Reader, List<string> Records) Read(byte[] bytes, int step)
    {
        List<string> records = [];
        var source = new PipeByteSource(PipeReader.Create(new ChunkStream(bytes, step)));
        using var reader = LogOpener.TryOpen("sample", source, LogSamples.Options, out _);
        while (reader?.MoveNext() == true)
        {
            reader.Tell((scoped in record) => records.Add(LogSamples.Text(record)));
        }
        return (reader, records);
    }
}
