using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Tests.Wire.Dhcp;

public sealed class DhcpMessageTests
{
    [Fact]
    public void A_request_is_read()
    {
        var message = Read(DhcpSamples.Request);
        Assert.False(message.IsReply);
        Assert.Equal((1, 0x3903f326u, DhcpMessageType.Request), (message.HardwareType, message.TransactionId, message.MessageType));
        Assert.Equal("000b8201fc42", Hex.Text(message.ClientHardware));
        Assert.Equal("10.1.2.3 10.1.0.1", $"{message.RequestedAddress} {message.ServerId}");
        Assert.Null(message.LeaseSeconds);
        Assert.Equal("pc-17", Text(message, DhcpOption.HostName));
    }

    [Fact]
    public void An_acknowledgment_is_read()
    {
        var message = Read(DhcpSamples.Ack);
        Assert.True(message.IsReply);
        Assert.Equal(DhcpMessageType.Ack, message.MessageType);
        Assert.Equal("10.1.2.3 10.1.2.4 10.1.0.254", $"{message.ClientAddress} {message.YourAddress} {message.RelayAddress}");
        Assert.Equal(3600u, message.LeaseSeconds);
        Assert.Null(message.RequestedAddress);
    }

    [Fact]
    public void A_client_id_is_copied_as_it_is() => Assert.Equal("01000b8201fc42", Hex.Text(Copy(Read(DhcpSamples.Request), DhcpOption.ClientId)));

    [Fact]
    public void Relay_information_is_copied_with_its_suboptions() => Assert.Equal("0103676530" + "0202abcd", Hex.Text(Copy(Read(DhcpSamples.Ack), DhcpOption.RelayAgent)));

    [Fact]
    public void An_absent_option_has_length_minus_1_and_an_empty_one_0()
    {
        var message = Read(new DhcpMessageBuilder().Option(DhcpOption.HostName).Build());
        Assert.Equal(-1, message.CopyOption(DhcpOption.ClientId, default));
        Assert.Equal(0, message.CopyOption(DhcpOption.HostName, default));
    }

    [Fact]
    public void An_option_that_does_not_fit_is_cut_and_its_length_told()
    {
        var room = new byte[3];
        Assert.Equal(5, Read(DhcpSamples.Request).CopyOption(DhcpOption.HostName, room));
        Assert.Equal("pc-"u8, room);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(16)]
    public void A_hardware_address_is_as_long_as_it_says(byte length) => Assert.Equal(length, Read(DhcpSamples.Request.With(2, length)).ClientHardware.Length);

    [Fact]
    public void A_hardware_address_longer_than_its_field_is_malformed() => Assert.Equal(DecodeStatus.Malformed, Status(DhcpSamples.Request.With(2, 17)));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Another_operation_is_malformed(byte operation) => Assert.Equal(DecodeStatus.Malformed, Status(DhcpSamples.Request.With(0, operation)));

    [Fact]
    public void Bootp_has_no_options_and_needs_no_cookie()
    {
        var message = Read(DhcpSamples.Request.With(236, 0, 0, 0, 0));
        Assert.Equal(DhcpMessageType.None, message.MessageType);
        Assert.Equal(-1, message.CopyOption(DhcpOption.HostName, default));
        Assert.Equal("000b8201fc42", Hex.Text(Read(DhcpSamples.Bootp).ClientHardware));
    }

    [Theory]
    [InlineData(new byte[] { }, DhcpMessageType.None)]
    [InlineData(new byte[] { 5, 5 }, DhcpMessageType.None)]
    [InlineData(new byte[] { 13 }, (DhcpMessageType)13)]
    public void A_message_type_is_one_byte_and_may_have_no_name(byte[] value, DhcpMessageType type) =>
        Assert.Equal(type, Read(new DhcpMessageBuilder().Option(DhcpOption.MessageType, value).Build()).MessageType);

    [Fact]
    public void An_address_or_a_time_of_another_length_than_4_is_none()
    {
        var message = Read(new DhcpMessageBuilder().Option(DhcpOption.LeaseTime, 0, 0, 1).Option(DhcpOption.ServerId, 1, 2, 3, 4, 5).Option(DhcpOption.RequestedAddress).Build());
        Assert.Null(message.LeaseSeconds);
        Assert.Null(message.ServerId);
        Assert.Null(message.RequestedAddress);
    }

    [Fact]
    public void Reading_options_allocates_nothing() => Assert.Equal(0, Allocation.PerRound(() =>
    {
        Span<byte> text = stackalloc byte[1024];
        DhcpMessage.TryRead(DhcpSamples.Request, out var message);
        message.CopyOption(DhcpOption.HostName, text);
        message.FormatClientFqdn(text);
    }));

    private static DecodeStatus Status(byte[] bytes) => DhcpMessage.TryRead(bytes, out _);

    private static DhcpMessage Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var message));
        return message;
    }

    private static byte[] Copy(DhcpMessage message, byte code)
    {
        var value = new byte[600];
        return value[..message.CopyOption(code, value)];
    }

    private static string Text(DhcpMessage message, byte code) => Encoding.ASCII.GetString(Copy(message, code));
}
