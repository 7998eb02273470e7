using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

public class PcapngReaderTests
{
    private const ulong Second = 1_262_563_927;
    private const long Nanoseconds = 1_262_563_927_000_000_000;
    private static readonly byte[] Frame = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Enhanced_packets_in_both_byte_orders(bool isBigEndian)
    {
        var capture = CaptureContent.Of(new PcapngBytes().Section(isBigEndian).Interface(linkType: 113).Enhanced(0, (Second * 1_000_000) + 5, Frame).ToArray());
        Assert.Null(capture.Fault);
        Assert.Equal([new ReadFrame(1, Nanoseconds + 5000, 113, "0102030405")], capture.Frames);
    }

    [Fact]
    public void Each_section_has_its_own_byte_order_and_interfaces()
    {
        var bytes = new PcapngBytes()
            .Section(isBigEndian: true).Interface(linkType: 1).Interface(linkType: 101)
            .Enhanced(1, Second * 1_000_000, [1]).Enhanced(0, Second * 1_000_000, [2])
            .Section(isBigEndian: false).Interface(linkType: 276).Enhanced(0, Second * 1_000_000, [3])
            .Section(isBigEndian: true).Interface(linkType: 228).Enhanced(0, Second * 1_000_000, [4]);
        var frames = CaptureContent.Of(bytes.ToArray()).Frames;
        Assert.Equal([101, 1, 276, 228], frames.Select(frame => (int)frame.LinkType));
        Assert.Equal(["01", "02", "03", "04"], frames.Select(frame => frame.Bytes));
        Assert.Equal([1, 2, 3, 4], frames.Select(frame => frame.Number));
        Assert.All(frames, frame => Assert.Equal(Nanoseconds, frame.Nanoseconds));
    }

    [Theory]
    [InlineData(0, Second, Nanoseconds)]
    [InlineData(3, (Second * 1000) + 7, Nanoseconds + 7_000_000)]
    [InlineData(6, (Second * 1_000_000) + 7, Nanoseconds + 7000)]
    [InlineData(9, (Second * 1_000_000_000) + 7, Nanoseconds + 7)]
    [InlineData(10, (Second * 10_000_000_000) + 79, Nanoseconds + 7)]
    [InlineData(12, 999_999_999_999ul, 999_999_999)]
    [InlineData(127, ulong.MaxValue, 0)]
    [InlineData(0x80, Second, Nanoseconds)]
    [InlineData(0x80 | 1, (Second * 2) + 1, Nanoseconds + 500_000_000)]
    [InlineData(0x80 | 10, (Second << 10) + 512, Nanoseconds + 500_000_000)]
    [InlineData(0x80 | 32, (Second << 32) + (1ul << 30), Nanoseconds + 250_000_000)]
    [InlineData(0xff, ulong.MaxValue, 0)]
    [InlineData(0, ulong.MaxValue, long.MaxValue)] // later than the clock of the program goes
    public void Time_is_counted_in_the_units_of_the_interface(int resolution, ulong units, long expected)
    {
        var bytes = new PcapngBytes().Section();
        bytes.Interface(1, 0, bytes.Option(9, (byte)resolution)).Enhanced(0, units, Frame);
        Assert.Equal(expected, Assert.Single(CaptureContent.Of(bytes.ToArray()).Frames).Nanoseconds);
    }

    [Theory]
    [InlineData(3600, Nanoseconds + 3_600_000_000_000)]
    [InlineData(-3600, Nanoseconds - 3_600_000_000_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void Offset_of_the_interface_is_added(long offset, long expected)
    {
        var bytes = new PcapngBytes().Section(isBigEndian: true);
        bytes.Interface(1, 0, [.. bytes.Option(2, "eth0"u8.ToArray()), .. bytes.Option(14, (ulong)offset), .. bytes.Option(0)]);
        bytes.Enhanced(0, Second * 1_000_000, Frame);
        Assert.Equal(expected, Assert.Single(CaptureContent.Of(bytes.ToArray()).Frames).Nanoseconds);
    }

    [Fact]
    public void Interfaces_of_one_section_keep_their_own_units()
    {
        var bytes = new PcapngBytes().Section();
        bytes.Interface(1, 0, bytes.Option(9, 9)).Interface(1, 0, bytes.Option(9, 0x80 | 20)).Interface();
        bytes.Enhanced(0, Second * 1_000_000_000, [1]).Enhanced(1, Second << 20, [2]).Enhanced(2, Second * 1_000_000, [3]);
        Assert.All(CaptureContent.Of(bytes.ToArray()).Frames, frame => Assert.Equal(Nanoseconds, frame.Nanoseconds));
    }

    [Theory]
    [InlineData(5u, "01")]
    [InlineData(7u, "010203")] // half of it was cut off
    [InlineData(9u, "0102030405")]
    public void Frame_check_sequence_is_no_part_of_the_frame(uint original, string expected)
    {
        var bytes = new PcapngBytes().Section();
        bytes.Interface(1, 0, bytes.Option(13, 4)).Enhanced(0, 0, Frame, original).Simple(Frame, original);
        Assert.All(CaptureContent.Of(bytes.ToArray()).Frames, frame => Assert.Equal(expected, frame.Bytes));
    }

    [Fact]
    public void Simple_packets_stand_at_the_time_of_the_frame_before()
    {
        var bytes = new PcapngBytes().Section().Interface(linkType: 12).Simple([1]).Enhanced(0, Second * 1_000_000, [2]).Simple([3, 4]);
        Assert.Equal([new ReadFrame(1, 0, 12, "01"), new ReadFrame(2, Nanoseconds, 12, "02"), new ReadFrame(3, Nanoseconds, 12, "0304")], CaptureContent.Of(bytes.ToArray()).Frames);
    }

    [Theory]
    [InlineData(3u, 5u, "010203")] // padding is no part of the frame
    [InlineData(0u, 5u, "0102030405")]
    [InlineData(3u, 2u, "0102")]
    [InlineData(0u, 1500u, "0102030405000000")] // without a snap length nothing tells padding from bytes
    public void Simple_packets_end_at_the_snap_length(uint snapLength, uint original, string expected)
    {
        var bytes = new PcapngBytes().Section().Interface(1, snapLength).Simple(Frame, original);
        Assert.Equal(expected, Assert.Single(CaptureContent.Of(bytes.ToArray()).Frames).Bytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Old_packet_blocks_are_read(bool isBigEndian)
    {
        var bytes = new PcapngBytes().Section(isBigEndian).Interface(linkType: 1).Interface(linkType: 113).Old(1, ushort.MaxValue, Second * 1_000_000, Frame);
        var capture = CaptureContent.Of(bytes.ToArray());
        Assert.Equal([new ReadFrame(1, Nanoseconds, 113, "0102030405")], capture.Frames);
        Assert.Equal(0, capture.Dropped); // all ones: not known
    }

    [Fact]
    public void Unknown_blocks_are_passed_over()
    {
        var bytes = new PcapngBytes().Section().Block(0x0000_0bad, [1, 2, 3, 4]).Interface().Block(4, new byte[4 * 300_000]).Enhanced(0, 0, Frame)
            .Block(0x4000_0bad, []).Enhanced(0, 0, Frame).Block(10, new byte[20]);
        var capture = CaptureContent.Of(bytes.ToArray());
        Assert.Null(capture.Fault);
        Assert.Equal(2, capture.Frames.Count);
    }

    [Fact]
    public void Options_behind_the_frame_are_no_part_of_it()
    {
        var bytes = new PcapngBytes().Section().Interface();
        bytes.Enhanced(0, 0, Frame, null, [.. bytes.Option(1, "a comment"u8.ToArray()), .. bytes.Option(2, 0, 0, 0, 1), .. bytes.Option(0)]);
        Assert.Equal("0102030405", Assert.Single(CaptureContent.Of(bytes.ToArray()).Frames).Bytes);
    }

    [Fact]
    public void Option_that_reaches_behind_its_block_is_the_last()
    {
        var bytes = new PcapngBytes().Section();
        bytes.Interface(1, 0, [.. bytes.Option(9, 9), 13, 0, 0xff, 0xff]).Enhanced(0, 7, Frame);
        Assert.Equal([new ReadFrame(1, 7, 1, "0102030405")], CaptureContent.Of(bytes.ToArray()).Frames);
    }

    [Fact]
    public void Statistics_are_running_totals_and_sections_add_up()
    {
        var bytes = new PcapngBytes().Section().Interface().Interface();
        bytes.Statistics(0, bytes.Option(5, 3ul)).Statistics(0, [.. bytes.Option(4, 1000ul), .. bytes.Option(5, 7ul), .. bytes.Option(7, 1ul), .. bytes.Option(0)]);
        bytes.Statistics(1, bytes.Option(7, 20ul)).Statistics(2, bytes.Option(5, 999ul)); // no such interface
        bytes.Section(isBigEndian: true).Interface();
        bytes.Statistics(0, bytes.Option(5, 100ul));
        Assert.Equal(7 + 1 + 20 + 100, CaptureContent.Of(bytes.ToArray()).Dropped);
    }

    [Fact]
    public void Packets_that_say_what_was_lost_before_them_are_counted_once()
    {
        var bytes = new PcapngBytes().Section().Interface().Interface();
        bytes.Old(0, 4, 0, Frame).Old(0, 0, 0, Frame).Enhanced(0, 0, Frame, null, bytes.Option(4, 2ul));
        bytes.Enhanced(1, 0, Frame, null, bytes.Option(4, 2ul)).Statistics(1, bytes.Option(5, 9ul)); // the same losses, and more
        Assert.Equal(4 + 2 + 9, CaptureContent.Of(bytes.ToArray()).Dropped);
    }

    [Fact]
    public void Losses_without_measure_do_not_overflow()
    {
        var bytes = new PcapngBytes().Section().Interface().Interface();
        bytes.Statistics(0, [.. bytes.Option(5, ulong.MaxValue), .. bytes.Option(7, ulong.MaxValue)]).Statistics(1, bytes.Option(5, ulong.MaxValue));
        bytes.Enhanced(0, 0, Frame, null, bytes.Option(4, ulong.MaxValue)).Enhanced(0, 0, Frame, null, bytes.Option(4, ulong.MaxValue));
        Assert.True(CaptureContent.Of(bytes.ToArray()).Dropped > 0);
    }

    public static TheoryData<string, int, uint> Lies => new()
    {
        { "length 0", 4, 0 },
        { "length no multiple of four", 4, 33 },
        { "length of a gigabyte", 4, 1 << 30 },
        { "the two lengths differ", 32, 32 },
        { "captured length behind the block", 20, 400 },
        { "captured length of all ones", 20, uint.MaxValue },
        { "interface that is not there", 8, 1 },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Block_that_contradicts_itself_ends_the_capture(string lie, int at, uint value)
    {
        var bytes = new PcapngBytes().Section().Interface().Enhanced(0, 0, [9]).Enhanced(0, 0, [1, 2, 3, 4]).Enhanced(0, 0, [9]);
        var start = bytes.Blocks[3].Start;
        var broken = bytes.ToArray();
        BitConverter.TryWriteBytes(broken.AsSpan(start + at), value);
        var capture = CaptureContent.Of(broken);
        Assert.Single(capture.Frames);
        Assert.True(capture.Fault is { Reason.Length: > 10 }, lie);
        Assert.Equal(start, capture.Fault.Offset);
    }

    [Fact]
    public void Section_without_byte_order_magic_ends_the_capture()
    {
        var bytes = new PcapngBytes().Section().Interface().Enhanced(0, 0, Frame).Section();
        var broken = bytes.ToArray();
        broken[bytes.Blocks[3].Start + 8] ^= 1;
        var capture = CaptureContent.Of(broken);
        Assert.Single(capture.Frames);
        Assert.Equal(bytes.Blocks[3].Start, capture.Fault!.Offset);
    }

    [Fact]
    public void Packet_before_any_interface_ends_the_capture()
    {
        Assert.NotNull(CaptureContent.Of(new PcapngBytes().Section().Simple(Frame).ToArray()).Fault);
        Assert.NotNull(CaptureContent.Of(new PcapngBytes().Section().Interface().Section().Enhanced(0, 0, Frame).ToArray()).Fault);
    }

    [Fact]
    public void Interfaces_without_end_do_not_fill_the_memory()
    {
        var bytes = new PcapngBytes().Section();
        for (var i = 0; i < 5000; i++)
        {
            bytes.Interface();
        }
        Assert.Contains("4096", CaptureContent.Of(bytes.ToArray()).Fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_to_any_byte_is_no_exception()
    {
        var built = new PcapngBytes().Section();
        built.Interface(1, 0, [.. built.Option(9, 9), .. built.Option(14, 1ul)]).Enhanced(0, 1, Frame, null, built.Option(1, 65)).Simple(Frame).Old(0, 1, 2, Frame);
        var bytes = built.Statistics(0, built.Option(5, 1ul)).Block(99, [1, 2, 3, 4]).ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (byte value in new byte[] { 0x00, 0x01, 0x7f, 0x80, 0xff })
            {
                var copy = bytes.ToArray();
                copy[at] = value;
                using var reader = new PcapngReader("-", CaptureContent.Pipe(new MemoryStream(copy)));
                CaptureContent.Of(reader);
            }
        }
    }
}
