using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Sightings.Events;

/// <summary>RADIUS accounting. Names of users are printed, because this is the raw trace; of secrets none is read.</summary>
internal sealed class RadiusEvents(EventLine line)
{
    /// <summary>Null: whether requests are genuine is not told.</summary>
    public RadiusSecret? Secret { get; set; }

    public void Write(scoped in FrameContext context, scoped in RadiusMessage message)
    {
        line.Begin(context, "radius");
        line.Json.WriteStartObject("radius"u8);
        line.Json.WriteString("type"u8, message.StatusType switch
        {
            (uint)AccountingStatus.Start => "start"u8,
            (uint)AccountingStatus.Stop => "stop"u8,
            (uint)AccountingStatus.Interim => "interim-update"u8,
            _ => "other"u8,
        });
        WriteText("user"u8, message.UserName);
        WriteText("session_id"u8, message.SessionId);
        WriteText("calling_station_id"u8, message.CallingStation);
        line.WriteAddress("framed_ip"u8, message.FramedAddress);
        line.WriteAddress("framed_ipv6"u8, message.FramedIpv6Address);
        var (prefix, length) = message.FramedIpv6Prefix;
        if (length > 0)
        {
            line.Json.WriteString("framed_ipv6_prefix"u8, $"{prefix}/{length}");
        }
        if (message.DelaySeconds > 0)
        {
            line.Json.WriteNumber("delay"u8, message.DelaySeconds);
        }
        if (message.EventTimestamp is { } seconds)
        {
            line.Json.WriteNumber("event_timestamp"u8, seconds);
        }
        if (Secret is not null)
        {
            line.Json.WriteBoolean("verified"u8, AccountingReader.TrustOf(message, Secret) == AccountingTrust.Verified);
        }
        line.End();
    }

    private void WriteText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            line.Json.WriteString(name, line.Text(value));
        }
    }
}
