using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>What all events of an EVE line have in common, and where their own part lies.</summary>
internal ref struct EveEvent
{
    public ReadOnlySpan<byte> Type { get; private set; }

    public Instant Time { get; private set; }

    public IpAddress Source { get; private set; }

    public IpAddress Destination { get; private set; }

    public ushort SourcePort { get; private set; }

    public ushort DestinationPort { get; private set; }

    public bool IsTcp { get; private set; }

    /// <summary>The member that is named like the type, with its braces; empty where there is none.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>The line is a whole object.</summary>
    public bool IsWhole { get; private set; }

    public bool HasTime { get; private set; }

    public static EveEvent Read(ReadOnlySpan<byte> line, LogClock clock)
    {
        var read = default(EveEvent);
        var members = new JsonMembers(line);
        Instant? start = null;
        while (members.TryNext())
        {
            var name = members.Name;
            var value = members.Value;
            if (members.IsNested)
            {
                if (name.SequenceEqual("flow"u8))
                {
                    start = StartOf(value, clock);
                }
                else if (read.Type.IsEmpty ? IsBody(name) : name.SequenceEqual(read.Type))
                {
                    read.Body = value;
                }
            }
            else if (members.IsString)
            {
                read.TakeText(name, value, clock);
            }
            else if (name.SequenceEqual("src_port"u8))
            {
                read.SourcePort = LogText.PortOf(value);
            }
            else if (name.SequenceEqual("dest_port"u8))
            {
                read.DestinationPort = LogText.PortOf(value);
            }
        }
        read.IsWhole = !members.IsBroken;
        read.Time = start ?? read.Time;
        return read;
    }

    private void TakeText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, LogClock clock)
    {
        if (name.SequenceEqual("timestamp"u8))
        {
            HasTime = LogTime.TryCutIso(ref value, clock, out var time) && value.IsEmpty;
            Time = time;
        }
        else if (name.SequenceEqual("event_type"u8))
        {
            Type = value;
        }
        else if (name.SequenceEqual("src_ip"u8))
        {
            Source = LogText.AddressOf(value);
        }
        else if (name.SequenceEqual("dest_ip"u8))
        {
            Destination = LogText.AddressOf(value);
        }
        else if (name.SequenceEqual("proto"u8))
        {
            IsTcp = value.SequenceEqual("TCP"u8);
        }
    }

    private static bool IsBody(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("dns"u8) || name.SequenceEqual("tls"u8) || name.SequenceEqual("quic"u8) || name.SequenceEqual("http"u8) || name.SequenceEqual("dhcp"u8);

    private static Instant? StartOf(ReadOnlySpan<byte> flow, LogClock clock)
    {
        var members = new JsonMembers(flow);
        while (members.TryNext())
        {
            var value = members.Value;
            if (members.IsString && members.Name.SequenceEqual("start"u8) && LogTime.TryCutIso(ref value, clock, out var time))
            {
                return time;
            }
        }
        return null;
    }
}
