using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Capture;

public class SnoopReaderTests
{
    private static readonly byte[] Frame = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Fact]
    public void Example_of_the_format_is_read()
    {
        // The layout of RFC 1761 by hand: one frame of 6 bytes, padded to 8, of 60; 3 frames were lost before it.
        var capture = CaptureContent.Of(Hex.Bytes("""
            736e6f6f70 000000 00000002 00000004
            0000003c 00000006 00000020 00000003 3650f2df 000d830c | lengths, drops, time
            aabbccddeeff 0000                                     | frame, padding
            """));
        Assert.Null(capture.Fault);
        Assert.Equal(new ReadFrame(1, 911_274_719_885_516_000, 1, "aabbccddeeff"), Assert.Single(capture.Frames));
        Assert.Equal(3, capture.Dropped);
    }

    [Theory]
    [InlineData(0u, 1)]
    [InlineData(2u, 6)]
    [InlineData(4u, 1)]
    [InlineData(8u, 10)]
    public void Link_types_are_turned_into_those_of_pcap(uint snoop, int pcap) =>
        Assert.Equal(pcap, Assert.Single(CaptureContent.Of(new SnoopBytes(linkType: snoop).Add(1, 0, Frame).ToArray()).Frames).LinkType);

    [Fact]
    public void Frames_follow_each_other_behind_padding_of_any_length()
    {
        var content = new SnoopBytes();
        for (var length = 0; length < 10; length++)
        {
            content.Add((uint)length, 1, Frame[..length], drops: (uint)length);
        }
        var capture = CaptureContent.OfPipe(content.Add(10, 0, 3, 24 + 100, 17, new byte[100]).Add(11, 0, Frame, drops: 18).ToArray(), 7);
        Assert.Null(capture.Fault);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 10], capture.Frames.Select(frame => frame.Bytes.Length / 2));
        Assert.Equal(18, capture.Dropped);
    }

    [Fact]
    public void Snoop_inside_gzip() => Assert.Single(CaptureContent.Of(CaptureContent.Gzip(new SnoopBytes().Add(1, 0, Frame).ToArray())).Frames);

    [Theory]
    [InlineData(1u, 4u, "version 1")]
    [InlineData(3u, 4u, "version 3")]
    [InlineData(2u, 9u, "link type 9")]
    public void Header_of_what_is_not_known_is_a_fault(uint version, uint linkType, string reason)
    {
        var capture = CaptureContent.Of(new SnoopBytes(version, linkType).Add(1, 0, Frame).ToArray());
        Assert.Empty(capture.Frames);
        Assert.Contains(reason, capture.Fault!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(262_145u, 262_169u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(10u, 33u)] // the record ends before its frame
    [InlineData(10u, 0u)]
    [InlineData(10u, uint.MaxValue)]
    public void Length_that_cannot_be_ends_the_capture(uint captured, uint length)
    {
        var capture = CaptureContent.Of(new SnoopBytes().Add(1, 0, Frame).Add(2, 0, captured, length, 0, Frame).Add(3, 0, Frame).ToArray());
        Assert.Single(capture.Frames);
        Assert.Equal(16 + 36, capture.Fault!.Offset);
        Assert.Contains("corrupt", capture.Fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Longest_frame_is_read() =>
        Assert.Equal(2 * 262_144, Assert.Single(CaptureContent.Of(new SnoopBytes().Add(1, 0, new byte[262_144]).ToArray()).Frames).Bytes.Length);

    [Fact]
    public void Damage_to_any_byte_is_no_exception()
    {
        var bytes = new SnoopBytes().Add(1, 0, Frame).Add(2, 0, Frame).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (byte value in new byte[] { 0x00, 0x01, 0x7f, 0x80, 0xff })
            {
                var copy = bytes.ToArray();
                copy[at] = value;
                using var reader = new SnoopReader("-", CaptureContent.Pipe(new MemoryStream(copy)));
                CaptureContent.Of(reader);
            }
        }
    }
}
