using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Tests.Capture.Prefilter;

public class BpfProgramTests
{
    /// <summary>Of frames whose first byte is even, as many bytes as the second says; else none.</summary>
    private static readonly BpfInstruction[] _even =
        [new(0x30, 0, 0, 0), new(0x45, 0, 1, 1), new(0x06, 0, 0, 0), new(0x30, 0, 0, 1), new(0x16, 0, 0, 0)];

    private static readonly BpfInstruction[] _long = [new(0x80, 0, 0, 0), new(0x35, 0, 1, 3), new(0x06, 0, 0, 77), new(0x06, 0, 0, 0)];

    [Theory]
    [InlineData(new byte[] { 2, 9, 0, 0 }, 77)]
    [InlineData(new byte[] { 3, 9, 0, 0 }, 0)]
    [InlineData(new byte[] { 2, 0, 0, 0 }, 0)] // the first returns 0 from the accumulator
    [InlineData(new byte[] { 2, 9 }, 0)]
    [InlineData(new byte[] { 2 }, 0)] // the first loads outside the frame
    public void Of_two_programs_what_both_pass_passes(byte[] frame, uint passed)
    {
        var joined = BpfProgram.And(_even, _long);
        Assert.Equal(passed, new BpfInterpreter(joined).Run(frame));
        using var kernel = new KernelSocket(new ClassicFilter(BpfProgram.And(_even, [new(0x06, 0, 0, uint.MaxValue)])));
        Assert.Equal(frame[0] % 2 == 0 && frame.Length > 1 && frame[1] > 0, kernel.Passes(frame));
    }

    [Theory]
    [InlineData(new byte[] { 1, 1, 1 }, 77)]
    [InlineData(new byte[] { 1, 1 }, 0)]
    public void A_program_that_passes_a_number_of_bytes_goes_on_into_the_other(byte[] frame, uint passed) =>
        Assert.Equal(passed, new BpfInterpreter(BpfProgram.And([new(0x30, 0, 0, 0), new(0x15, 0, 1, 1), new(0x06, 0, 0, 0x4_0000), new(0x06, 0, 0, 0)], _long)).Run(frame));

    [Fact]
    public void An_operators_filter_passes_nothing_that_it_does_not_pass_alone()
    {
        var filter = new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.None, _even).Program);
        var (alone, plain) = (new BpfInterpreter(_even), new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.None).Program));
        foreach (var frame in PrefilterFrames.All().Where((_, i) => i % 50 == 0).Select((shape, i) => Changed(shape.ToBytes(), (byte)i)))
        {
            Assert.Equal(alone.Passes(frame) && plain.Passes(frame), filter.Passes(frame));
        }
    }

    [Fact]
    public void Branches_reach_farther_than_eight_bits()
    {
        var code = new BpfAssembler().Add(BpfCode.LoadByte, 0).Branch(BpfCode.IfEqual, 1, "one").Branch(BpfCode.IfEqual, 2, null, "far").Go("two");
        for (var i = 0; i < 300; i++)
        {
            code.Add(BpfCode.Add, 1);
        }
        var program = code.Label("two").Add(BpfCode.Return, 20).Label("far").Branch(BpfCode.IfGreater, 9, "one", "two far").Label("two far").Add(BpfCode.Return, 30)
            .Label("one").Add(BpfCode.Return, 10).Build();
        var interpreter = new BpfInterpreter(program);
        Assert.Equal([10u, 20u, 30u, 10u], (byte[])[1, 2, 3, 10] is var firsts ? firsts.Select(first => interpreter.Run([first])) : []);
    }

    [Fact]
    public void A_program_that_the_kernel_would_not_take_is_refused_with_the_reason()
    {
        Assert.Contains("4096", Assert.Throws<IOException>(() => new ClassicFilter(new BpfInstruction[4097])).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => new ClassicFilter([]));
        Assert.Contains("refused", Assert.Throws<IOException>(() => new KernelSocket(new ClassicFilter([new(0x05, 0, 0, 9)]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_our_programs_leave_room_for_an_operators()
    {
        Assert.True(TunnelPolicy.TryParse(string.Join(',', Enumerable.Range(0, 16).Select(i => $"2001:db8:{i:x}::1")), out var many));
        Assert.InRange(ClassicFilter.Default(many).Program.Length, 500, BpfProgram.Longest / 4);
    }

    private static byte[] Changed(byte[] frame, byte first)
    {
        frame[0] = first;
        return frame;
    }
}
