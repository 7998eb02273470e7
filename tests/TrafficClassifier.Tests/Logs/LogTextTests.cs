using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using TrafficClassifier.Logs;
using TrafficClassifier.Logs.Formats;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Logs;

/// <summary>The small readers against those of the framework.</summary>
public sealed class LogTextTests
{
    private const int Seed = 8125;

    [Fact]
    public void Addresses_are_those_of_the_framework()
    {
        var random = new Random(Seed);
        var bytes = new byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes.AsSpan(random.Next(12)).Clear();
            var address = new IPAddress(i % 3 == 0 ? bytes[..4] : bytes);
            var text = i % 2 == 0 ? address.ToString() : address.ToString().ToUpperInvariant();
            Assert.True(LogText.TryParseAddress(Encoding.ASCII.GetBytes(text), out var read), text);
            Assert.Equal(IpAddress.FromBytes(address.GetAddressBytes()), read);
        }
    }

    [Fact]
    public void Anything_else_is_an_address_only_where_the_stricter_reader_says_so()
    {
        var random = new Random(Seed);
        const string Letters = "0123456789abcf::::....";
        for (var i = 0; i < 200_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 18)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var isAddress = IpAddress.TryParse(text, out var expected);
            Assert.Equal((isAddress, expected), (LogText.TryParseAddress(Encoding.ASCII.GetBytes(text), out var read), read));
        }
    }

    [Theory]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("::ffff:10.0.0.5", "10.0.0.5")]
    public void Zones_are_cut_off(string text, string expected) => Assert.Equal(expected, LogText.AddressOf(Encoding.ASCII.GetBytes(text)).ToString());

    [Theory]
    [InlineData("WWW.Example.ORG.", "www.example.org")]
    [InlineData(@"we\.ird\032name.example.org", @"we\046ird\032name.example.org")]
    [InlineData(@"a\\b\", @"a\092b\092")]
    [InlineData(@"\300.org", @"300.org")]
    [InlineData(".", ".")]
    [InlineData("", "")]
    public void Names_are_spelled_as_if_read_off_the_wire(string text, string expected)
    {
        var room = new byte[1020];
        Assert.Equal(expected, Encoding.ASCII.GetString(room, 0, LogName.Format(Encoding.ASCII.GetBytes(text), room)));
    }

    [Theory]
    [InlineData("http://www.example.org/a", "www.example.org")]
    [InlineData("https://u:p@www.example.org:8443?x=http://b/", "www.example.org")]
    [InlineData("ftp://[2001:db8::1]:21/", "2001:db8::1")]
    [InlineData("error:invalid-request", "")]
    [InlineData("cache_object://gw/counters", "")]
    public void Hosts_of_addresses_of_the_web(string url, string expected) => Assert.Equal(expected, Encoding.ASCII.GetString(LogName.HostOf(Encoding.ASCII.GetBytes(url))));

    [Fact]
    public void Members_of_json_are_those_of_the_framework()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = i % 2 == 0 && i % 3 == 0, NewLine = "\n" }))
            {
                WriteObject(json, random, 0);
            }
            var text = Encoding.UTF8.GetString(bytes.ToArray()).Replace('\n', ' ');
            using var document = JsonDocument.Parse(text);
            Assert.Equal(Flat(document.RootElement), Flat(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void What_is_no_json_is_told_or_read_as_far_as_it_goes()
    {
        var whole = """{"a":"b\"\\\u00e9\ud83d\ude00","c":[1,{"d":"]}"},"e"],"f":{"g":{}},"h":-1.5e3,"i":null}"""u8.ToArray();
        Assert.DoesNotContain("BROKEN", Flat(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Contains("BROKEN", Flat(whole.AsSpan(0, length)));
        }
        foreach (var text in (string[])["", "x", "[]", "{", "{1:2}", "{\"a\"}", "{\"a\":}", "{\"a\":1 \"b\":2}", "{\"a\":1,}", "{\"a\\"])
        {
            Assert.Contains("BROKEN", Flat(Encoding.ASCII.GetBytes(text)));
        }
    }

    private static void WriteObject(Utf8JsonWriter json, Random random, int depth)
    {
        json.WriteStartObject();
        for (var i = random.Next(5); i > 0; i--)
        {
            json.WritePropertyName(string.Create(CultureInfo.InvariantCulture, $"n{i}{(char)random.Next(0x20, 0x250)}"));
            WriteValue(json, random, depth);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, Random random, int depth)
    {
        switch (random.Next(depth > 3 ? 4 : 6))
        {
            case 0: json.WriteNumberValue(random.Next()); break;
            case 1: json.WriteBooleanValue(random.Next(2) == 0); break;
            case 2: json.WriteNullValue(); break;
            case 3: json.WriteStringValue(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => char.ConvertFromUtf32(random.Next(2) == 0 ? random.Next(0x80) : random.Next(0x1f300, 0x1f600))))); break;
            case 4: WriteObject(json, random, depth + 1); break;
            default:
                json.WriteStartArray();
                for (var i = random.Next(4); i > 0; i--)
                {
                    WriteValue(json, random, depth + 1);
                }
                json.WriteEndArray();
                break;
        }
    }

    /// <summary>Elements are not told apart: what stands in a nested one loses its escapes as a text does.</summary>
    private static string Plain(string raw) => Encoding.UTF8.GetString(JsonMembers.Unescape(Encoding.UTF8.GetBytes(raw), new byte[4096]));

    private static List<string> Flat(JsonElement root) => [.. root.EnumerateObject().SelectMany(member => member.Value.ValueKind switch
    {
        JsonValueKind.Object => Flat(member.Value).Prepend("{"),
        JsonValueKind.Array => member.Value.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.String ? element.GetString()! : Plain(element.GetRawText())).Prepend("["),
        JsonValueKind.String => [member.Value.GetString()!],
        _ => (IEnumerable<string>)[member.Value.GetRawText()],
    })];

    private static List<string> Flat(ReadOnlySpan<byte> text)
    {
        List<string> flat = [];
        var room = new byte[4096];
        var members = new JsonMembers(text);
        while (members.TryNext())
        {
            if (members.IsNested && members.Value[0] == '{')
            {
                flat.Add("{");
                flat.AddRange(Flat(members.Value));
            }
            else if (members.IsNested)
            {
                flat.Add("[");
                var rest = members.Value;
                while (JsonMembers.TryCutElement(ref rest, out var element))
                {
                    flat.Add(Encoding.UTF8.GetString(JsonMembers.Unescape(element, room)));
                }
            }
            else
            {
                flat.Add(Encoding.UTF8.GetString(members.IsString ? JsonMembers.Unescape(members.Value, room) : members.Value));
            }
        }
        if (members.IsBroken)
        {
            flat.Add("BROKEN");
        }
        return flat;
    }
}
