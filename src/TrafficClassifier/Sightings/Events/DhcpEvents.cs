using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Sightings.Events;

/// <summary>DHCPv4 messages.</summary>
internal sealed class DhcpEvents
{
    private readonly byte[] _raw = new byte[DnsName.LongestWire];
    private readonly EventLine _line;

    public DhcpEvents(EventLine line) => _line = line;

    public void Write(scoped in FrameContext context, scoped in DhcpMessage message)
    {
        var type = message.MessageType;
        if (type == DhcpMessageType.None && !message.IsReply)
        {
            return;
        }
        _line.Begin(context, "dhcp");
        _line.Json.WriteStartObject("dhcp"u8);
        _line.Json.WriteString("type"u8, message.IsReply ? "reply"u8 : "request"u8);
        _line.Json.WriteNumber("id"u8, message.TransactionId);
        _line.Json.WriteString("dhcp_type"u8, type == DhcpMessageType.None ? "bootp_reply" : type.ToString().ToLowerInvariant());
        _line.WriteAddress("assigned_ip"u8, message.YourAddress);
        if (type == DhcpMessageType.Release || !message.ClientAddress.IsUnspecified)
        {
            _line.Json.WriteString("client_ip"u8, _line.Text(message.ClientAddress));
        }
        _line.WriteAddress("relay_ip"u8, message.RelayAddress);
        _line.WriteAddress("requested_ip"u8, message.RequestedAddress ?? default);
        _line.WriteAddress("server_id"u8, message.ServerId ?? default);
        if (!message.ClientHardware.IsEmpty)
        {
            _line.Json.WriteString("client_mac"u8, EventLine.Colons(message.ClientHardware));
        }
        if (message.LeaseSeconds is { } seconds)
        {
            _line.Json.WriteNumber("lease_time"u8, seconds);
        }
        WriteOptionText("hostname"u8, message, DhcpOption.HostName);
        var fqdn = message.FormatClientFqdn(_line.Scratch);
        if (fqdn > 0)
        {
            _line.Json.WriteString("client_fqdn"u8, _line.Scratch[..fqdn]);
        }
        var clientId = Math.Clamp(message.CopyOption(DhcpOption.ClientId, _raw), 0, _raw.Length);
        if (clientId > 0)
        {
            _line.Json.WriteString("client_id"u8, EventLine.Colons(_raw.AsSpan(0, clientId)));
        }
        _line.End();
    }

    private void WriteOptionText(ReadOnlySpan<byte> name, scoped in DhcpMessage message, byte option)
    {
        var length = Math.Clamp(message.CopyOption(option, _raw), 0, _raw.Length);
        if (length > 0)
        {
            _line.Json.WriteString(name, _line.Text(_raw.AsSpan(0, length)));
        }
    }
}
