using TrafficClassifier.Wire.Dhcp;
using static TrafficClassifier.Tests.Wire.Dhcp.DhcpMessageBuilder;

namespace TrafficClassifier.Tests.Wire.Dhcp;

/// <summary>Valid DHCPv4 and BOOTP messages.</summary>
internal static class DhcpSamples
{
    public static readonly byte[] Request = new DhcpMessageBuilder()
        .Option(DhcpOption.MessageType, 3)
        .Option(DhcpOption.ClientId, 1, 0x00, 0x0b, 0x82, 0x01, 0xfc, 0x42)
        .Option(DhcpOption.RequestedAddress, 10, 1, 2, 3)
        .Option(DhcpOption.ServerId, 10, 1, 0, 1)
        .Option(DhcpOption.HostName, "pc-17")
        .Option(DhcpOption.ClientFqdn, [0x04, 0, 0, 5, .. "PC-17"u8, 4, .. "corp"u8, 0])
        .Raw(DhcpOption.Pad, DhcpOption.Pad)
        .Option(55, 1, 3, 6, 15)
        .Build();

    public static readonly byte[] Ack = new DhcpMessageBuilder(operation: 2)
        .Fixed(12, 0x0a010203)
        .Fixed(16, 0x0a010204)
        .Fixed(24, 0x0a0100fe)
        .Option(DhcpOption.MessageType, 5)
        .Option(DhcpOption.ServerId, 10, 1, 0, 1)
        .Option(DhcpOption.LeaseTime, 0, 0, 0x0e, 0x10)
        .Option(DhcpOption.RelayAgent, [1, 3, .. "ge0"u8, 2, 2, 0xab, 0xcd])
        .Build();

    /// <summary>A host name in pieces that stand in all three areas.</summary>
    public static readonly byte[] Overloaded = new DhcpMessageBuilder()
        .Option(DhcpOption.MessageType, 1)
        .Option(DhcpOption.HostName, "in-options.")
        .Option(DhcpOption.Overload, 3)
        .InFile([.. OptionBytes(DhcpOption.HostName, [.. "in-file."u8]), DhcpOption.End])
        .InServerName([DhcpOption.Pad, .. OptionBytes(DhcpOption.HostName, [.. "in-sname"u8]), DhcpOption.End])
        .Build();

    public static readonly byte[] Bootp = new DhcpMessageBuilder().BuildWithoutEnd()[..236];
}
