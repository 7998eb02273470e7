using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

[Collection(AloneCollection.Name)]
public sealed class MessageBufferPoolTests
{
    [Fact]
    public void It_never_holds_more_than_its_budget()
    {
        const int Budget = 200_000;
        var pool = new MessageBufferPool(33_000, Budget);
        var random = new Random(1);
        var lent = new List<MessageBuffer>();
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(3) == 0 && lent.Count > 0)
            {
                var at = random.Next(lent.Count);
                pool.Return(lent[at]);
                lent.RemoveAt(at);
            }
            else if (pool.TryRent() is { } buffer)
            {
                Assert.Equal((0, 0, false), (buffer.End, buffer.Start.Length, buffer.HasConflict));
                buffer.TryAdd(random.Next(33_000), [1, 2, 3]);
                lent.Add(buffer);
            }
            Assert.InRange(pool.Used, lent.Sum(buffer => (long)buffer.Bytes.Length), Budget);
        }
    }

    [Fact]
    public void Long_messages_that_ended_leave_their_bytes_to_short_ones()
    {
        var pool = new MessageBufferPool(32_768, 16 * 32_768);
        for (var round = 0; round < 3; round++)
        {
            var lent = new List<MessageBuffer>();
            while (pool.TryRent() is { } buffer && buffer.TryAdd(32_767, [1]))
            {
                lent.Add(buffer);
            }
            lent.ForEach(pool.Return);
        }
        var small = 0;
        while (pool.TryRent() is not null)
        {
            small++;
        }
        Assert.Equal((16 * 8) - 3, small); // each round left one lent, where its growth was refused
    }

    [Fact]
    public void What_came_back_is_lent_again_without_allocation()
    {
        var pool = new MessageBufferPool(33_000, 1 << 20);
        var piece = new byte[1000];
        var least = long.MaxValue;
        for (var pass = 0; pass < 3; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                var (one, other) = (pool.TryRent()!, pool.TryRent()!);
                for (var at = 0; at < 32_000; at += piece.Length)
                {
                    one.TryAdd(at, piece);
                    other.TryAdd(32_000 - at, piece);
                }
                pool.Return(one);
                pool.Return(other);
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void A_buffer_that_came_back_is_empty()
    {
        var pool = new MessageBufferPool(100, 5000);
        var buffer = pool.TryRent()!;
        buffer.TryAdd(0, [1, 2]);
        buffer.TryAdd(1, [1, 2]);
        Assert.Null(pool.TryRent());
        pool.Return(buffer);
        buffer = pool.TryRent()!;
        Assert.Equal((0, 0, false), (buffer.End, buffer.Start.Length, buffer.HasConflict));
    }
}
