using System.Buffers.Binary;
using System.Globalization;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// A DHCPv4 or BOOTP message (RFC 2131 2).
/// <code>
///  0    1    2    3    4       8    10   12      16      20      24      28        44      108      236     240
/// +----+----+----+----+-------+----+----+-------+-------+-------+-------+---------+-------+--------+-------+---------
/// | op |htyp|hlen|hops|  xid  |secs|flag| ciaddr| yiaddr| siaddr| giaddr| chaddr  | sname | file   | cookie| options
/// +----+----+----+----+-------+----+----+-------+-------+-------+-------+---------+-------+--------+-------+---------
/// </code>
/// An option that stands several times is one long value (RFC 3396 7), and options may go on in file and sname (RFC 2132 9.3).
/// </summary>
public readonly ref struct DhcpMessage : IWireView<DhcpMessage>
{
    public const int FixedLength = 236;
    private const uint Cookie = 0x63825363;
    private const int LongestHardwareAddress = 16;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly DhcpOptionAreas _areas;

    private DhcpMessage(ReadOnlySpan<byte> bytes, DhcpOptionAreas areas)
    {
        _bytes = bytes;
        _areas = areas;
    }

    /// <summary>The whole message, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>BOOTREPLY: from a server.</summary>
    public bool IsReply => _bytes[0] == 2;

    public byte HardwareType => _bytes[1];

    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public IpAddress ClientAddress => Address(12);

    public IpAddress YourAddress => Address(16);

    public IpAddress RelayAddress => Address(24);

    /// <summary>chaddr, as long as hlen says: 6 bytes on Ethernet.</summary>
    public ReadOnlySpan<byte> ClientHardware => _bytes.Slice(28, Math.Min((int)_bytes[2], LongestHardwareAddress));

    public DhcpMessageType MessageType
    {
        get
        {
            Span<byte> value = stackalloc byte[1];
            return CopyOption(DhcpOption.MessageType, value) == 1 ? (DhcpMessageType)value[0] : DhcpMessageType.None;
        }
    }

    /// <summary>Seconds; null when the message carries none.</summary>
    public uint? LeaseSeconds => TryGetFourBytes(DhcpOption.LeaseTime, out var value) ? value : null;

    public IpAddress? RequestedAddress => TryGetFourBytes(DhcpOption.RequestedAddress, out var value) ? IpAddress.FromIpv4(value) : null;

    public IpAddress? ServerId => TryGetFourBytes(DhcpOption.ServerId, out var value) ? IpAddress.FromIpv4(value) : null;

    /// <summary>Copies an option's whole value, its pieces joined in order.</summary>
    /// <returns>The value's full length (what the destination could not take is left out), or -1 when the option is absent.</returns>
    public int CopyOption(byte code, Span<byte> destination)
    {
        var length = -1;
        foreach (var option in _areas.Walk(_bytes))
        {
            if (option.Code != code)
            {
                continue;
            }
            length = Math.Max(length, 0);
            if (length < destination.Length)
            {
                var room = Math.Min(option.Value.Length, destination.Length - length);
                option.Value[..room].CopyTo(destination[length..]);
            }
            length += option.Value.Length;
        }
        return length;
    }

    /// <summary>Writes the text of the client's domain name in option 81 (RFC 4702 2); 0 when it carries none.</summary>
    public int FormatClientFqdn(Span<byte> destination)
    {
        Span<byte> option = stackalloc byte[512];
        var length = Math.Min(CopyOption(DhcpOption.ClientFqdn, option), option.Length);
        if (length <= 3)
        {
            return 0;
        }
        var name = option[3..length];
        if ((option[0] & 0x04) == 0)
        {
            return WireText.Format(name.TrimEnd((byte)'.'), destination); // the E bit is off: ASCII, deprecated but common (RFC 4702 2.1)
        }
        return DhcpDomainName.Format(name, destination);
    }

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out DhcpMessage view)
    {
        view = default;
        if (bytes.Length < FixedLength)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] is not (1 or 2) || bytes[2] > LongestHardwareAddress)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < FixedLength + 4 || BinaryPrimitives.ReadUInt32BigEndian(bytes[FixedLength..]) != Cookie)
        {
            view = new DhcpMessage(bytes, default); // plain BOOTP: the vendor area is anybody's
            return DecodeStatus.Ok;
        }
        var status = DhcpOptionAreas.TryRead(bytes, out var areas);
        if (status == DecodeStatus.Ok)
        {
            view = new DhcpMessage(bytes, areas);
        }
        return status;
    }

    private IpAddress Address(int at) => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[at..]));

    private bool TryGetFourBytes(byte code, out uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var found = CopyOption(code, bytes) == 4;
        value = found ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return found;
    }

    public override string ToString()
    {
        Span<byte> fqdn = stackalloc byte[1024];
        return string.Create(CultureInfo.InvariantCulture,
            $"DHCP {MessageType} reply={IsReply} htype={HardwareType} xid={TransactionId:x8} chaddr={Convert.ToHexStringLower(ClientHardware)} ciaddr={ClientAddress} yiaddr={YourAddress} giaddr={RelayAddress} lease={LeaseSeconds} requested={RequestedAddress} server={ServerId} host={CopyOption(DhcpOption.HostName, default)} client-id={CopyOption(DhcpOption.ClientId, default)} relay={CopyOption(DhcpOption.RelayAgent, default)} fqdn={FormatClientFqdn(fqdn)}");
    }
}
