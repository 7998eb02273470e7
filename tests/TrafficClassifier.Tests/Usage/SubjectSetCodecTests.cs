using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>Sets as bytes, and bytes that are no sets.</summary>
public sealed class SubjectSetCodecTests
{
    private const int Limit = 3_000;

    public static TheoryData<int, int> Shapes => new() { { 0, 1 }, { 1, 1 }, { 1, Limit }, { 5, Limit }, { 40, 50 }, { 200, Limit }, { 1_500, Limit }, { Limit, Limit } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void What_is_written_is_read(int count, int range)
    {
        var values = Values(count, range);
        ReadOnlySpan<byte> bytes = [.. Bytes(values), 0xaa];
        var set = new SubjectSet();

        Assert.True(SubjectSetCodec.TryRead(ref bytes, range, set));
        Assert.Equal(values.Order(), SubjectSetTests.Members(set));
        Assert.Equal([0xaa], bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Bytes_that_are_cut_or_changed_are_no_set_or_a_set_within_the_limit(int count, int range)
    {
        var bytes = Bytes(Values(count, range));
        for (var length = 0; length < bytes.Length; length++)
        {
            ReadOnlySpan<byte> cut = bytes.AsSpan(0, length);
            Assert.False(SubjectSetCodec.TryRead(ref cut, Limit, new SubjectSet()), $"{length} of {bytes.Length} bytes");
        }
        for (var at = 0; at < Math.Min(bytes.Length, 64); at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = bytes.ToArray();
                changed[at] = (byte)value;
                AssertBounded(changed);
            }
        }
    }

    [Fact]
    public void Noise_is_no_set_or_a_set_within_the_limit()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(0, 30)];
            random.NextBytes(noise);
            AssertBounded(noise);
        }
    }

    [Fact]
    public void A_member_at_the_limit_is_refused()
    {
        foreach (var values in new[] { Enumerable.Range(10, 1), Enumerable.Range(0, 11) })
        {
            ReadOnlySpan<byte> bytes = Bytes([.. values]);
            Assert.False(SubjectSetCodec.TryRead(ref bytes, 10, new SubjectSet()));
            bytes = Bytes([.. values]);
            Assert.True(SubjectSetCodec.TryRead(ref bytes, 11, new SubjectSet()));
        }
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(127u, 1)]
    [InlineData(128u, 2)]
    [InlineData(uint.MaxValue, 5)]
    public void Numbers_take_as_many_bytes_as_they_need(uint value, int length)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SubjectSetCodec.WriteNumber(value, buffer);
        var bytes = buffer.WrittenSpan;

        Assert.Equal(length, bytes.Length);
        Assert.True(SubjectSetCodec.TryReadNumber(ref bytes, out var read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_refused()
    {
        ReadOnlySpan<byte> large = [0xff, 0xff, 0xff, 0xff, 0x1f];
        ReadOnlySpan<byte> endless = [0xff, 0xff, 0xff, 0xff, 0xff, 0x01];

        Assert.False(SubjectSetCodec.TryReadNumber(ref large, out _));
        Assert.False(SubjectSetCodec.TryReadNumber(ref endless, out _));
    }

    private static void AssertBounded(byte[] bytes)
    {
        var set = new SubjectSet();
        ReadOnlySpan<byte> span = bytes;
        SubjectSetCodec.TryRead(ref span, Limit, set);
        Assert.All(SubjectSetTests.Members(set), member => Assert.InRange(member, 0, Limit - 1));
    }

    private static int[] Values(int count, int range)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, range).ToArray();
        random.Shuffle(values);
        return values[..count];
    }

    private static byte[] Bytes(int[] values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        SubjectSetCodec.Write(SubjectSetTests.SetOf(values), buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
