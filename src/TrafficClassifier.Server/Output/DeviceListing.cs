using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live.Pcap;

namespace TrafficClassifier.Server.Output;

/// <summary>Interfaces in the three forms of a listing. Fields may be added, never renamed.</summary>
internal static class DeviceListing
{
    private const string CsvHeader = "name,description,addresses,mac,up,running,mtu,link_type,engine,why_not_ring";

    public static void Print(IReadOnlyList<CaptureDevice> devices, OutputFormat format, Terminal terminal)
    {
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(devices, terminal.Bytes);
                break;
            case OutputFormat.Csv:
                WriteCsv(devices, terminal.Output);
                break;
            default:
                WriteTable(devices, terminal.Output);
                break;
        }
    }

    private static void WriteTable(IReadOnlyList<CaptureDevice> devices, TextWriter output)
    {
        var table = new TextTable("name", "state", ">mtu", ">addresses", "mac", "link type", "engine", "description");
        foreach (var device in devices)
        {
            table.Add(device.Name, State(device), Number(device.Mtu), Number(device.Addresses.Count), Mac(device.Mac), LinkType(device.LinkType),
                device.WhyNotRing is { } why ? $"pcap ({why})" : "ring", device.Description ?? "");
        }
        table.Write(output);
    }

    private static void WriteCsv(IReadOnlyList<CaptureDevice> devices, TextWriter output)
    {
        output.WriteLine(CsvHeader);
        foreach (var device in devices)
        {
            string?[] fields =
            [
                device.Name, device.Description, Number(device.Addresses.Count), Mac(device.Mac), device.IsUp ? "true" : "false", device.IsRunning ? "true" : "false",
                Number(device.Mtu), LinkType(device.LinkType), Engine(device), device.WhyNotRing,
            ];
            output.WriteLine(string.Join(',', fields.Select(StatementCsv.Quote)));
        }
        output.Flush();
    }

    private static void WriteJson(IReadOnlyList<CaptureDevice> devices, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var device in devices)
            {
                json.WriteStartObject();
                json.WriteString("name", device.Name);
                json.WriteString("description", device.Description);
                json.WriteNumber("addresses", device.Addresses.Count);
                json.WriteString("mac", device.Mac is null ? null : Mac(device.Mac));
                json.WriteBoolean("up", device.IsUp);
                json.WriteBoolean("running", device.IsRunning);
                if (device.Mtu is { } mtu)
                {
                    json.WriteNumber("mtu", mtu);
                }
                else
                {
                    json.WriteNull("mtu");
                }
                json.WriteString("link_type", device.LinkType is null ? null : LinkType(device.LinkType));
                json.WriteString("engine", Engine(device));
                json.WriteString("why_not_ring", device.WhyNotRing);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    private static string Engine(CaptureDevice device) => device.WhyNotRing is null ? "ring" : "pcap";

    private static string State(CaptureDevice device) => !device.IsUp ? "down" : device.IsRunning ? "running" : "no cable";

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Mac(PhysicalAddress? mac) => mac is null ? "" : string.Join(':', mac.GetAddressBytes().Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture)));

    private static string LinkType(LinkType? type) => type is not { } known ? ""
        : known == Capture.LinkType.Ethernet ? "ethernet"
        : known.IsRawIp ? "raw ip"
        : known == Capture.LinkType.Wireless || known == Capture.LinkType.WirelessRadiotap || known == Capture.LinkType.WirelessPrism ? "wireless"
        : Number(known.Value);
}
