namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>Ways to spoil a sample, all of them seeded: a failure can be had again.</summary>
internal static class Corruption
{
    /// <summary>Values that are lengths, types and pointers of special meaning somewhere.</summary>
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x04, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff];

    /// <summary>The sample with one byte changed, at every place and in several ways; each is to be used before the next is taken.</summary>
    public static IEnumerable<byte[]> OfSingleBytes(byte[] sample)
    {
        var spoiled = sample.ToArray();
        for (var at = 0; at < sample.Length; at++)
        {
            byte[] close = [(byte)(sample[at] ^ 1), (byte)(sample[at] - 1), (byte)(sample[at] ^ 0x80)];
            foreach (var value in Telling.Concat(close))
            {
                spoiled[at] = value;
                yield return spoiled;
            }
            spoiled[at] = sample[at];
        }
    }

    /// <summary>The sample with two to eight bytes changed, and now and then a part repeated, removed or behind its end.</summary>
    public static IEnumerable<byte[]> OfSeveralBytes(byte[] sample, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var spoiled = Rearrange(sample, random);
            for (var changes = random.Next(2, 9); changes > 0 && spoiled.Length > 0; changes--)
            {
                spoiled[random.Next(spoiled.Length)] = random.Next(2) == 0 ? Telling[random.Next(Telling.Length)] : (byte)random.Next(256);
            }
            yield return spoiled;
        }
    }

    /// <summary>Bytes that are nothing.</summary>
    public static IEnumerable<byte[]> Noise(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var noise = new byte[random.Next(random.Next(4) == 0 ? 600 : 80)];
            random.NextBytes(noise);
            yield return noise;
        }
    }

    private static byte[] Rearrange(byte[] sample, Random random)
    {
        var from = random.Next(sample.Length);
        var to = random.Next(from, sample.Length);
        return random.Next(4) switch
        {
            0 => [.. sample[..to], .. sample[from..]],
            1 => [.. sample[..from], .. sample[to..]],
            2 => [.. sample, .. sample[from..to]],
            _ => sample.ToArray(),
        };
    }
}
