using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

public class PcapReaderTests
{
    private static readonly byte[] Frame = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Theory]
    [InlineData(PcapReader.Microseconds, false, 123_456_000)]
    [InlineData(PcapReader.Microseconds, true, 123_456_000)]
    [InlineData(PcapReader.Nanoseconds, false, 123_456)]
    [InlineData(PcapReader.Nanoseconds, true, 123_456)]
    [InlineData(PcapReader.Modified, false, 123_456_000)]
    [InlineData(PcapReader.Modified, true, 123_456_000)]
    public void All_magics_in_both_byte_orders(uint magic, bool isBigEndian, int nanoseconds)
    {
        var capture = CaptureContent.Of(new PcapBytes(magic, isBigEndian, network: 113).Add(1_262_563_927, 123_456, Frame).Add(1_262_563_928, 0, [0xff]).ToArray());
        Assert.Null(capture.Fault);
        Assert.Equal([new ReadFrame(1, 1_262_563_927_000_000_000 + nanoseconds, 113, "0102030405060708090a"), new ReadFrame(2, 1_262_563_928_000_000_000, 113, "ff")], capture.Frames);
    }

    [Theory]
    [InlineData(0x2400_0001u, 10u, "010203040506")] // two words of check sequence, whole frame
    [InlineData(0x1400_0001u, 10u, "0102030405060708")]
    [InlineData(0x2400_0001u, 12u, "0102030405060708")] // half of it was cut off
    [InlineData(0x2400_0001u, 14u, "0102030405060708090a")] // all of it was cut off
    [InlineData(0x2000_0001u, 10u, "0102030405060708090a")] // length without the bit that says it is one
    [InlineData(0x2400_0001u, 4u, "0102030405060708090a")] // an original length that cannot be
    public void Frame_check_sequence_is_no_part_of_the_frame(uint network, uint original, string expected)
    {
        var capture = CaptureContent.Of(new PcapBytes(network: network).Add(1, 0, Frame, original).ToArray());
        Assert.Equal([new ReadFrame(1, 1_000_000_000, 1, expected)], capture.Frames);
    }

    [Fact]
    public void Frame_shorter_than_its_check_sequence_is_empty() =>
        Assert.Equal("", Assert.Single(CaptureContent.Of(new PcapBytes(network: 0xf400_0001).Add(1, 0, Frame).ToArray()).Frames).Bytes);

    [Fact]
    public void Seconds_reach_beyond_2038() =>
        Assert.Equal(4_000_000_000_000_001_000, Assert.Single(CaptureContent.Of(new PcapBytes().Add(4_000_000_000, 1, Frame).ToArray()).Frames).Nanoseconds);

    [Theory]
    [InlineData(2)] // the lengths stood the other way round
    [InlineData(3)] // some writers' did
    public void Old_versions_have_the_lengths_the_other_way_round(ushort minor)
    {
        var capture = CaptureContent.Of(new PcapBytes(minor: minor).Add(1, 0, captured: 1500, original: 10, Frame).ToArray());
        Assert.Null(capture.Fault);
        Assert.Equal("0102030405060708090a", Assert.Single(capture.Frames).Bytes);
    }

    [Fact]
    public void Header_alone_is_a_capture_without_frames()
    {
        var capture = CaptureContent.Of(new PcapBytes().ToArray());
        Assert.Empty(capture.Frames);
        Assert.Null(capture.Fault);
    }

    [Theory]
    [InlineData(262_145)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void Length_that_no_frame_has_ends_the_capture(int captured)
    {
        var bytes = new PcapBytes().Add(1, 0, Frame).Add(2, 0, (uint)captured, (uint)captured, Frame).Add(3, 0, Frame).ToArray();
        var capture = CaptureContent.Of(bytes);
        Assert.Single(capture.Frames);
        Assert.Equal(24 + 26, capture.Fault!.Offset);
        Assert.Contains("corrupt", capture.Fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Longest_frame_is_read() =>
        Assert.Equal(2 * 262_144, Assert.Single(CaptureContent.Of(new PcapBytes().Add(1, 0, new byte[262_144]).ToArray()).Frames).Bytes.Length);

    [Fact]
    public void Damage_to_any_byte_is_no_exception()
    {
        var bytes = new PcapBytes().Add(1, 0, Frame).Add(2, 0, Frame).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (byte value in new byte[] { 0x00, 0x01, 0x7f, 0x80, 0xff })
            {
                var copy = bytes.ToArray();
                copy[at] = value;
                using var reader = new PcapReader("-", CaptureContent.Pipe(new MemoryStream(copy)));
                CaptureContent.Of(reader);
            }
        }
    }
}
