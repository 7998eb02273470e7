using Circular2010.Frames;

namespace Circular2010.Network;

internal enum DhcpType
{
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Ack = 5,
    Nak = 6,
    Release = 7,
    Inform = 8,
}

/// <summary>
/// RFC 2131 figure 1: op, htype, hlen, hops, xid, secs, flags, ciaddr, yiaddr, siaddr, giaddr, chaddr (16), sname (64), file (128),
/// then the magic cookie and the options.
/// </summary>
internal sealed record DhcpMessage
{
    public const int CookieOffset = 236;
    private const int MinimumLength = 300; // BOOTP's, which real clients and servers keep

    public required DhcpType Type { get; init; }

    public required uint Transaction { get; init; }

    public required ulong Mac { get; init; }

    public int Hops { get; init; }

    public bool WantsBroadcast { get; init; }

    public uint ClientAddress { get; init; }

    public uint YourAddress { get; init; }

    public uint RelayAddress { get; init; }

    /// <summary>RFC 3046 2.1.1: the relay takes option 82 out before it hands the answer to the client.</summary>
    public bool HasRelayOption { get; init; } = true;

    public uint RequestedAddress { get; init; }

    public uint ServerId { get; init; }

    public int LeaseSeconds { get; init; }

    public byte[]? ClientId { get; init; }

    public string? HostName { get; init; }

    public byte[] ToArray()
    {
        bool isReply = Type is DhcpType.Offer or DhcpType.Ack or DhcpType.Nak;
        Octets message = new Octets().U8(isReply ? 2 : 1).U8(1).U8(6).U8(Hops).U32(Transaction).U16(0)
            .U16(WantsBroadcast ? 0x8000 : 0).U32(ClientAddress).U32(YourAddress)
            .U32(isReply && Type != DhcpType.Nak ? Campus.DhcpServer : 0)
            .U32(RelayAddress).Mac(Mac).Zeros(10 + 64 + 128)
            .U32(0x63825363)
            .U8(53).U8(1).U8((int)Type);
        AddOptions(message, isReply);
        message.U8(255);
        return message.Zeros(Math.Max(0, MinimumLength - message.Length)).ToArray();
    }

    private void AddOptions(Octets message, bool isReply)
    {
        AddAddress(message, 50, RequestedAddress);
        AddAddress(message, 54, ServerId);
        if (LeaseSeconds > 0)
        {
            message.U8(51).U8(4).U32((uint)LeaseSeconds);
            message.U8(58).U8(4).U32((uint)LeaseSeconds / 2);
        }

        if (ClientId is not null)
        {
            message.U8(61).U8(ClientId.Length).Add(ClientId);
        }

        if (HostName is not null)
        {
            message.U8(12).U8(HostName.Length).Text(HostName);
        }

        if (isReply && Type != DhcpType.Nak)
        {
            message.U8(1).U8(4).U32(0xFFFFFF00);
            AddAddress(message, 6, Campus.Resolver);
        }
        else if (Type is DhcpType.Discover or DhcpType.Request or DhcpType.Inform)
        {
            message.U8(55).U8(6).U8(1).U8(3).U8(6).U8(15).U8(44).U8(252);
        }

        if (RelayAddress != 0 && HasRelayOption)
        {
            // RFC 3046: circuit id (1) and remote id (2); the server gives them back unchanged.
            string circuit = $"ge-0/0/{RelayAddress >> 8 & 0xFF}";
            message.U8(82).U8(circuit.Length + 10).U8(1).U8(circuit.Length).Text(circuit).U8(2).U8(6).Mac(0x001B_0D63_0100);
        }
    }

    private static void AddAddress(Octets message, int code, uint address)
    {
        if (address != 0)
        {
            message.U8(code).U8(4).U32(address);
        }
    }
}
