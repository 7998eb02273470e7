using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using static TrafficClassifier.Tests.Wire.Dhcp.DhcpMessageBuilder;

namespace TrafficClassifier.Tests.Wire.Dhcp;

public sealed class DhcpOptionAreasTests
{
    [Fact]
    public void Pieces_of_an_option_are_one_value() =>
        Assert.Equal("pc-17.corp", HostName(new DhcpMessageBuilder().Option(DhcpOption.HostName, "pc-").Option(51, 0, 0, 0, 1).Option(DhcpOption.HostName, "17.corp").Build()));

    [Fact]
    public void Pieces_are_joined_over_options_file_and_sname_in_this_order() => Assert.Equal("in-options.in-file.in-sname", HostName(DhcpSamples.Overloaded));

    [Theory]
    [InlineData(0, "in-options.")]
    [InlineData(1, "in-options.in-file.")]
    [InlineData(2, "in-options.in-sname")]
    [InlineData(3, "in-options.in-file.in-sname")]
    public void Overload_says_which_areas_hold_options(byte overload, string name) => Assert.Equal(name, HostName(Overloaded(overload)));

    [Fact]
    public void An_overload_option_in_another_area_means_nothing() => Assert.Equal("a", HostName(new DhcpMessageBuilder()
        .Option(DhcpOption.Overload, 1)
        .InFile([.. OptionBytes(DhcpOption.HostName, (byte)'a'), .. OptionBytes(DhcpOption.Overload, 2), DhcpOption.End])
        .InServerName([.. OptionBytes(DhcpOption.HostName, (byte)'b'), DhcpOption.End])
        .Build()));

    [Fact]
    public void Pads_are_passed_over() => Assert.Equal("a", HostName(new DhcpMessageBuilder().Raw(0, 0).Option(DhcpOption.HostName, "a").Raw(0, 0, 0).Build()));

    [Fact]
    public void What_stands_behind_the_end_is_no_option() => Assert.Equal("a", HostName([.. new DhcpMessageBuilder().Option(DhcpOption.HostName, "a").Build(), 12, 1, (byte)'b', 12, 200]));

    [Fact]
    public void A_missing_end_is_forgiven() => Assert.Equal("a", HostName(new DhcpMessageBuilder().Option(DhcpOption.HostName, "a").BuildWithoutEnd()));

    [Theory]
    [InlineData(new byte[] { 12 })]
    [InlineData(new byte[] { 12, 3, 1, 2 })]
    public void An_option_that_overruns_the_message_is_truncated(byte[] option) =>
        Assert.Equal(DecodeStatus.Truncated, DhcpMessage.TryRead(new DhcpMessageBuilder().Raw(option).BuildWithoutEnd(), out _));

    [Fact]
    public void An_option_that_overruns_its_area_is_malformed()
    {
        var file = new DhcpMessageBuilder().Option(DhcpOption.Overload, 1).InFile(DhcpOption.HostName, 127).Build();
        Assert.Equal(DecodeStatus.Malformed, DhcpMessage.TryRead(file, out _));
        var name = new DhcpMessageBuilder().Option(DhcpOption.Overload, 2).InServerName(DhcpOption.HostName, 63).Build();
        Assert.Equal(DecodeStatus.Malformed, DhcpMessage.TryRead(name, out _));
    }

    [Fact]
    public void An_option_may_fill_its_area()
    {
        var message = new DhcpMessageBuilder().Option(DhcpOption.Overload, 2).InServerName([DhcpOption.HostName, 62, .. Enumerable.Repeat((byte)'x', 62)]).Build();
        Assert.Equal(new string('x', 62), HostName(message));
    }

    private static byte[] Overloaded(byte overload)
    {
        var at = DhcpSamples.Overloaded.AsSpan().LastIndexOf(new byte[] { DhcpOption.Overload, 1, 3 });
        return DhcpSamples.Overloaded.With(at + 2, overload);
    }

    private static string HostName(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var message));
        var value = new byte[600];
        return Encoding.ASCII.GetString(value, 0, Math.Max(0, message.CopyOption(DhcpOption.HostName, value)));
    }
}
