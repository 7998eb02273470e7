using TrafficClassifier.Logs;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Laws that every format keeps, found by reflection: no line is an exception, each has one outcome, none leaves anything on the heap.</summary>
[Collection(AloneCollection.Name)]
public sealed class LogFormatLaws
{
    private const int Seed = 20100208;
    private static readonly LogRecordHandler _touch = static (scoped in record) => LogSamples.Text(record);

    /// <summary>Each format with a sample of its own: a format without one fails here.</summary>
    public static TheoryData<string> Formats => [.. Types];

    private static IEnumerable<string> Types => typeof(LogFormat).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LogFormat)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_format_is_tried_on_inputs() =>
        Assert.Equal(Types, LogSamples.NewFormats().All.Select(format => format.GetType().Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_prefix_of_every_line(string type)
    {
        foreach (var (format, lines) in Samples(type))
        {
            foreach (var line in lines)
            {
                for (var length = 0; length <= line.Length; length++)
                {
                    Check(format.Read(line.AsSpan(0, length), _touch));
                }
                Check(format.Read(line, _touch)); // what a cut header spoilt is whole again
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_mutation_of_one_byte(string type)
    {
        foreach (var (format, lines) in Samples(type))
        {
            foreach (var line in lines.Take(24))
            {
                var bad = line.ToArray();
                for (var at = 0; at < Math.Min(line.Length, 400); at++)
                {
                    foreach (var value in (ReadOnlySpan<byte>)[0, (byte)'0', (byte)'9', (byte)' ', (byte)'"', (byte)'\\', (byte)'[', (byte)'(', (byte)':', (byte)',', (byte)'-', (byte)'\t', (byte)'}', 0x80, 0xff, (byte)(line[at] ^ 1)])
                    {
                        bad[at] = value;
                        Check(format.Read(bad, _touch));
                    }
                    bad[at] = line[at];
                }
                Check(format.Read(line, _touch));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Noise_and_spliced_lines(string type)
    {
        var random = new Random(Seed);
        foreach (var (format, lines) in Samples(type))
        {
            var noise = new byte[300];
            for (var i = 0; i < 4000; i++)
            {
                var (one, other) = (lines[random.Next(lines.Count)], lines[random.Next(lines.Count)]);
                random.NextBytes(noise);
                Check(format.Read(noise.AsSpan(0, random.Next(noise.Length)), _touch));
                Check(format.Read([.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length + 1)..]], _touch));
                Check(format.Read([.. one[..random.Next(one.Length + 1)], .. noise[..random.Next(20)]], _touch));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_line_leaves_anything_on_the_heap(string type)
    {
        var records = new RecordBuffer();
        LogRecordHandler keep = (scoped in record) => records.Add(record);
        foreach (var (format, lines) in Samples(type))
        {
            Assert.Equal(0, Wire.Allocation.PerRound(() =>
            {
                foreach (var line in lines)
                {
                    records.Clear();
                    format.Read(line, keep);
                }
            }));
        }
    }

    /// <summary>Some lines of each outcome stay what they are when they are read again: formats remember, but not what they made of a line.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void The_same_lines_again_give_the_same_outcomes(string type)
    {
        foreach (var (format, lines) in Samples(type))
        {
            List<LineOutcome> Once() => [.. lines.Select(line => format.Read(line, _touch).Outcome)];
            Once();
            Assert.Equal(Once(), Once());
        }
    }

    private static void Check(LineStatus status) => Assert.True(status.Outcome is LineOutcome.Malformed == status.Reason is { Length: > 0 }, $"{status}");

    private static IEnumerable<(LogFormat Format, List<byte[]> Lines)> Samples(string type)
    {
        var found = false;
        foreach (var name in LogSamples.Names.Where(name => name != "unbound.dnstap"))
        {
            var formats = LogSamples.NewFormats();
            if (formats.Detect(File.ReadAllBytes(LogSamples.File(name))) is { } format && format.GetType().Name == type)
            {
                found = true;
                yield return (format, LogSamples.Lines(name));
            }
        }
        Assert.True(found, $"{type} has no sample");
    }
}
