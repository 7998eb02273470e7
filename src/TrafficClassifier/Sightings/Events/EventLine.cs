using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Events;

/// <summary>Writes one event as a line of JSON: what all kinds have in common, and the text of what frames carry.</summary>
internal sealed class EventLine : IDisposable
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    /// <summary>Holds any text a frame can carry: what is printed is never cut.</summary>
    private readonly byte[] _text = new byte[WireText.LongestEscape * ushort.MaxValue];

    /// <param name="output">Not owned.</param>
    public EventLine(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The capture that the next frames are of.</summary>
    public string Input { get; set; } = "";

    public long Written { get; private set; }

    public Utf8JsonWriter Json => _json;

    /// <summary>Room for a text; good until the next one is made.</summary>
    public Span<byte> Scratch => _text;

    /// <summary>Of a packet without IP.</summary>
    public void BeginLink(scoped in FrameContext context, string type)
    {
        _json.WriteStartObject();
        _json.WriteString("timestamp"u8, context.Time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture));
        _json.WriteString("pcap_filename"u8, Input);
        _json.WriteNumber("pcap_cnt"u8, context.Number);
        _json.WriteString("event_type"u8, type);
        Span<ushort> vlans = stackalloc ushort[8];
        vlans = vlans[..context.CopyVlanIds(vlans)];
        if (!vlans.IsEmpty)
        {
            _json.WriteStartArray("vlan"u8);
            foreach (var vlan in vlans)
            {
                _json.WriteNumberValue(vlan);
            }
            _json.WriteEndArray();
        }
    }

    /// <param name="context">Where and when.</param>
    /// <param name="type">The event's kind.</param>
    /// <param name="protocol">Of a packet without ports.</param>
    public void Begin(scoped in FrameContext context, string type, string? protocol = null)
    {
        BeginLink(context, type);
        _json.WriteString("src_ip"u8, Text(context.Source, context.IsIpv6));
        if (protocol is null)
        {
            _json.WriteNumber("src_port"u8, context.SourcePort);
        }
        _json.WriteString("dest_ip"u8, Text(context.Destination, context.IsIpv6));
        if (protocol is null)
        {
            _json.WriteNumber("dest_port"u8, context.DestinationPort);
        }
        _json.WriteString("proto"u8, protocol ?? (context.IsTcp ? "TCP" : "UDP"));
    }

    public void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _output.WriteByte((byte)'\n');
        _json.Reset();
        Written++;
    }

    public void WriteAddress(ReadOnlySpan<byte> name, IpAddress address)
    {
        if (!address.IsUnspecified)
        {
            _json.WriteString(name, Text(address));
        }
    }

    public void WriteCode(ReadOnlySpan<byte> name, string? mnemonic, string prefix, int value) =>
        _json.WriteString(name, mnemonic ?? string.Create(CultureInfo.InvariantCulture, $"{prefix}{value}"));

    public ReadOnlySpan<byte> Text(scoped in DnsName name) => _text.AsSpan(0, name.Format(_text));

    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) => _text.AsSpan(0, WireText.Format(bytes, _text));

    public ReadOnlySpan<byte> Text(IpAddress address, bool isIpv6 = false)
    {
        var prefix = isIpv6 && address.IsIpv4 ? "::ffff:"u8 : default;
        prefix.CopyTo(_text);
        return _text.AsSpan(0, prefix.Length + address.Format(_text.AsSpan(prefix.Length)));
    }

    public static string Colons(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(3 * bytes.Length);
        foreach (var value in bytes)
        {
            text.Append(text.Length > 0 ? ":" : "").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    public void Dispose()
    {
        _json.Flush();
        _json.Dispose();
    }
}
