using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Sightings.Events;

/// <summary>DHCPv6 messages, out of their relays' envelopes.</summary>
internal sealed class Dhcpv6Events(EventLine line)
{
    public void Write(scoped in FrameContext context, scoped in Dhcpv6Message message)
    {
        line.Begin(context, "dhcp6");
        line.Json.WriteStartObject("dhcp"u8);
        line.Json.WriteNumber("id"u8, message.TransactionId);
        line.Json.WriteString("dhcp_type"u8, TypeOf(message.MessageType));
        if (!message.ClientId.IsEmpty)
        {
            line.Json.WriteString("client_duid"u8, Convert.ToHexStringLower(message.ClientId));
        }
        if (!message.ServerId.IsEmpty)
        {
            line.Json.WriteString("server_duid"u8, Convert.ToHexStringLower(message.ServerId));
        }
        if (!message.ClientEthernet.IsEmpty)
        {
            line.Json.WriteString("client_mac"u8, EventLine.Colons(message.ClientEthernet));
        }
        if (message.RelayCount > 0)
        {
            line.Json.WriteNumber("relays"u8, message.RelayCount);
        }
        if (message.Status != 0)
        {
            line.Json.WriteNumber("status"u8, message.Status);
        }
        WriteGrants(message, isPrefix: false);
        WriteGrants(message, isPrefix: true);
        var fqdn = message.FormatClientFqdn(line.Scratch);
        if (fqdn > 0)
        {
            line.Json.WriteString("client_fqdn"u8, line.Scratch[..fqdn]);
        }
        line.End();
    }

    private void WriteGrants(scoped in Dhcpv6Message message, bool isPrefix)
    {
        var isFirst = true;
        foreach (var grant in message.Grants)
        {
            if (grant.Kind == Dhcpv6Option.PrefixDelegation != isPrefix)
            {
                continue;
            }
            if (isFirst)
            {
                line.Json.WriteStartArray(isPrefix ? "prefixes"u8 : "addresses"u8);
                isFirst = false;
            }
            line.Json.WriteStartObject();
            line.Json.WriteString(isPrefix ? "prefix"u8 : "address"u8, line.Text(grant.Address, isIpv6: true));
            if (isPrefix)
            {
                line.Json.WriteNumber("length"u8, grant.PrefixLength);
            }
            line.Json.WriteNumber("valid_lifetime"u8, grant.ValidSeconds);
            if (grant.Status != 0)
            {
                line.Json.WriteNumber("status"u8, grant.Status);
            }
            line.Json.WriteEndObject();
        }
        if (!isFirst)
        {
            line.Json.WriteEndArray();
        }
    }

    private static string TypeOf(Dhcpv6MessageType type) => type switch
    {
        Dhcpv6MessageType.InformationRequest => "information-request",
        >= Dhcpv6MessageType.Solicit and <= Dhcpv6MessageType.Reconfigure => type.ToString().ToLowerInvariant(),
        _ => $"type{(byte)type}",
    };
}
