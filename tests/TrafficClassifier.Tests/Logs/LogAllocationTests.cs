using TrafficClassifier.Logs;
using TrafficClassifier.Tests.Sightings;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Promise 1 from the file to the bucket: lines are read, kept, told, attributed and counted, and leave nothing on the heap.</summary>
[Collection(AloneCollection.Name)]
public sealed class LogAllocationTests
{
    private const int Repeats = 2000;

    [Theory]
    [InlineData("squid.log")]
    [InlineData("zeek-dns.log")]
    [InlineData("eve.json")]
    [InlineData("bind-yes.log")]
    [InlineData("syslog.log")]
    [InlineData("kea-dhcp4.log")]
    [InlineData("accounting.csv")]
    public void No_line_allocates_once_its_like_was_seen(string name)
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(LogSamples.File(name));
        var path = folder.Write(name, string.Concat(Enumerable.Repeat(text, Repeats)));
        var pipeline = new PipelineHarness().Pipeline;
        using var reader = LogOpener.TryOpen(path, LogSamples.Options, out _, out _, out _)!;
        var due = Instant.MinValue;
        void Read(long lines)
        {
            for (var i = 0L; i < lines && reader.MoveNext(); i++)
            {
                due = reader.Time > due ? reader.Time : due;
                pipeline.Process(due, reader);
            }
        }

        Read(200);
        var least = long.MaxValue;
        for (var i = 0; i < 5 && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(200);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.True(reader.Number > 400);
    }
}
