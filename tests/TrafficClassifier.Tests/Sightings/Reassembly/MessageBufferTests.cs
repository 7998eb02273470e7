using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

public sealed class MessageBufferTests
{
    private const int Longest = 20_000;

    /// <summary>The oracle: a byte array with a flag for each byte that came.</summary>
    private readonly byte[] _bytes = new byte[Longest];
    private readonly bool[] _isPresent = new bool[Longest];

    [Fact]
    public void It_holds_what_an_array_with_a_flag_for_each_byte_holds()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var pool = new MessageBufferPool(Longest, 1 << 20);
            var buffer = pool.TryRent()!;
            Array.Clear(_isPresent);
            var conflict = false;
            var reach = random.Next(2) == 0 ? 300 : Longest;
            for (var step = 0; step < 100; step++)
            {
                Step(random, buffer, reach, ref conflict);
                var end = Array.LastIndexOf(_isPresent, true) + 1;
                var gap = Array.IndexOf(_isPresent, false);
                Assert.Equal((end, conflict), (buffer.End, buffer.HasConflict));
                Assert.True(buffer.Start.SequenceEqual(_bytes.AsSpan(0, gap < 0 ? Longest : gap)), $"seed {seed} step {step}");
            }
            pool.Return(buffer);
            Assert.InRange(pool.Used, 1, 1 << 20);
        }
    }

    [Fact]
    public void Pieces_behind_the_longest_message_are_refused_whole()
    {
        var buffer = new MessageBufferPool(100, 10_000).TryRent()!;
        Assert.False(buffer.TryAdd(99, [1, 2]));
        Assert.False(buffer.TryAdd(int.MaxValue, [1, 2]));
        Assert.False(buffer.TryAdd(-1, [1, 2]));
        Assert.True(buffer.TryAdd(98, [1, 2]));
        Assert.False(buffer.TryPrepend(1));
        Assert.False(buffer.TryPrepend(int.MaxValue));
        Assert.Equal((100, 0), (buffer.End, buffer.Start.Length));
    }

    [Fact]
    public void A_piece_that_opens_one_gap_too_many_is_refused_and_one_that_closes_a_gap_is_taken()
    {
        var buffer = new MessageBufferPool(1000, 10_000).TryRent()!;
        for (var i = 0; i < 64; i++)
        {
            Assert.True(buffer.TryAdd((2 * i) + 1, [1]));
        }
        Assert.False(buffer.TryAdd(500, [1]));
        Assert.True(buffer.TryAdd(2, [1]));
        Assert.True(buffer.TryAdd(500, [1]));
        Assert.True(buffer.TryAdd(0, new byte[501]));
        Assert.Equal((501, 501), (buffer.End, buffer.Start.Length));
    }

    private void Step(Random random, MessageBuffer buffer, int reach, ref bool conflict)
    {
        var count = 1 + random.Next(reach / 10);
        if (random.Next(20) == 0)
        {
            buffer.Consume(count);
            Shift(-count);
        }
        else if (random.Next(20) == 0)
        {
            Assert.Equal(buffer.End + count <= Longest, buffer.TryPrepend(count));
            Shift(Array.LastIndexOf(_isPresent, true) + 1 + count <= Longest ? count : 0);
        }
        else
        {
            Add(random, buffer, random.Next(reach), count, ref conflict);
        }
    }

    private void Add(Random random, MessageBuffer buffer, int offset, int count, ref bool conflict)
    {
        var piece = new byte[count];
        if (random.Next(3) == 0)
        {
            random.NextBytes(piece);
        }
        var isTaken = buffer.TryAdd(offset, piece);
        Assert.Equal(offset + count <= Longest, isTaken);
        for (var i = 0; isTaken && i < count; i++)
        {
            conflict |= _isPresent[offset + i] && _bytes[offset + i] != piece[i];
            _bytes[offset + i] = _isPresent[offset + i] ? _bytes[offset + i] : piece[i];
            _isPresent[offset + i] = true;
        }
    }

    private void Shift(int by)
    {
        var (bytes, isPresent) = (_bytes.ToArray(), _isPresent.ToArray());
        for (var i = 0; i < Longest; i++)
        {
            _isPresent[i] = i - by is >= 0 and < Longest && isPresent[i - by];
            _bytes[i] = _isPresent[i] ? bytes[i - by] : (byte)0;
        }
    }
}
