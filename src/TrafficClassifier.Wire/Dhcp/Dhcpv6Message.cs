using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// A DHCPv6 message (RFC 8415 8, 9), out of the relays' envelopes around it.
/// <code>
///  0      1               4                     0      1      2               18               34
/// +------+---------------+----------           +------+------+---------------+----------------+---------
/// | type | transaction id| options             | 12,13| hops | link address  | peer address   | options, one of them
/// +------+---------------+----------           +------+------+---------------+----------------+ the message inside
/// </code>
/// </summary>
public readonly ref struct Dhcpv6Message : IWireView<Dhcpv6Message>
{
    private const int HeaderLength = 4, RelayHeaderLength = 34;

    /// <summary>HOP_COUNT_LIMIT is 8 (RFC 8415 7.6): a relay drops what has passed so many, so the outermost of nine counts 8.</summary>
    private const int MostRelays = 9;

    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<byte> _linkLayer;

    private Dhcpv6Message(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> message, ReadOnlySpan<byte> linkLayer, int relays)
    {
        Bytes = bytes;
        _message = message;
        _linkLayer = linkLayer;
        RelayCount = relays;
    }

    /// <summary>With all envelopes, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Of the innermost message.</summary>
    public Dhcpv6MessageType MessageType => (Dhcpv6MessageType)_message[0];

    public uint TransactionId => BinaryPrimitives.ReadUInt32BigEndian(_message) & 0xff_ffff;

    /// <summary>Envelopes around the message.</summary>
    public int RelayCount { get; }

    /// <summary>The client's DUID; empty where it does not stand.</summary>
    public ReadOnlySpan<byte> ClientId => Find(Dhcpv6Option.ClientId);

    public ReadOnlySpan<byte> ServerId => Find(Dhcpv6Option.ServerId);

    /// <summary>Status of the whole message; 0 is success.</summary>
    public ushort Status => Dhcpv6Options.StatusOf(Options);

    /// <summary>The client's Ethernet address as the relay next to it saw it (option 79, RFC 6939 4); empty where none says.</summary>
    public ReadOnlySpan<byte> ClientEthernet =>
        _linkLayer.Length == 8 && BinaryPrimitives.ReadUInt16BigEndian(_linkLayer) == 1 ? _linkLayer[2..] : default;

    /// <summary>Addresses and prefixes, also those that are refused or asked for.</summary>
    public Dhcpv6Grants Grants => new(Options);

    private ReadOnlySpan<byte> Options => _message[HeaderLength..];

    /// <summary>Writes the text of the client's domain name in option 39 (RFC 4704 4); 0 when it carries none.</summary>
    public int FormatClientFqdn(Span<byte> destination)
    {
        var option = Find(Dhcpv6Option.ClientFqdn);
        return option.IsEmpty ? 0 : DhcpDomainName.Format(option[1..], destination);
    }

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out Dhcpv6Message view) => TryRead(bytes, bytes, 0, default, out view);

    private static DecodeStatus TryRead(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> bytes, int relays, ReadOnlySpan<byte> linkLayer, out Dhcpv6Message view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        var isRelayed = (Dhcpv6MessageType)bytes[0] is Dhcpv6MessageType.RelayForward or Dhcpv6MessageType.RelayReply;
        if (isRelayed && relays == MostRelays)
        {
            return DecodeStatus.Malformed;
        }
        var header = isRelayed ? RelayHeaderLength : HeaderLength;
        if (bytes.Length < header)
        {
            return DecodeStatus.Truncated;
        }
        ReadOnlySpan<byte> envelope = default;
        var hasMessage = !isRelayed;
        if (isRelayed)
        {
            Dhcpv6Options.TryFind(bytes[header..], Dhcpv6Option.ClientLinkLayer, out envelope);
        }
        var options = new Dhcpv6Options(bytes[header..]);
        while (options.MoveNext())
        {
            if (isRelayed && options.Code == Dhcpv6Option.RelayMessage && !hasMessage)
            {
                hasMessage = true;
                // Only the relay next to the client saw its frame: what an outer one says counts where no inner one does.
                if (TryRead(whole, options.Value, relays + 1, envelope.IsEmpty ? linkLayer : envelope, out view) != DecodeStatus.Ok)
                {
                    return DecodeStatus.Malformed; // the option is here whole, so nothing of what is in it can be missing
                }
            }
            else if (!isRelayed && !Dhcpv6Grants.IsWhole(options.Code, options.Value))
            {
                return DecodeStatus.Malformed;
            }
        }
        if (!options.IsAtEnd || !hasMessage)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        if (!isRelayed)
        {
            view = new Dhcpv6Message(whole, bytes, linkLayer, relays);
        }
        return DecodeStatus.Ok;
    }

    private ReadOnlySpan<byte> Find(ushort code) => Dhcpv6Options.TryFind(Options, code, out var value) ? value : default;

    public override string ToString()
    {
        Span<byte> fqdn = stackalloc byte[1024];
        var text = string.Create(CultureInfo.InvariantCulture,
            $"DHCPv6 {MessageType} xid={TransactionId:x6} relays={RelayCount} client={Convert.ToHexStringLower(ClientId)} server={Convert.ToHexStringLower(ServerId)} ethernet={Convert.ToHexStringLower(ClientEthernet)} duid-ethernet={Convert.ToHexStringLower(DhcpUniqueId.EthernetOf(ClientId))} status={Status} fqdn={FormatClientFqdn(fqdn)}");
        foreach (var grant in Grants)
        {
            text += $" {grant}";
        }
        return text;
    }
}
