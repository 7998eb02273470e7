using System.Net;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Wire.Dns;
using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Usage;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>A pipeline that hears clients being told things and connecting; a second passes before each frame.</summary>
internal sealed class NamesHarness
{
    public const string Client = "10.1.1.1", Other = "10.1.1.2", Host = "198.51.100.10", Resolver = "10.0.0.53";

    private readonly PipelineHarness _harness;
    private long _seconds;

    public NamesHarness(string site = "Facebook") => _harness = new PipelineHarness(
        query: new StatementQuery { Calendar = new Calendar(TimeZoneInfo.Utc), Sites = [site], K = 1 });

    public Coverage Coverage => _harness.Coverage;

    public Pipeline Pipeline => _harness.Pipeline;

    public NamesHarness Wait(long seconds)
    {
        _seconds += seconds;
        return this;
    }

    public NamesHarness Send(byte[] frame)
    {
        _harness.Send(PipelineHarness.At("2026-03-02T08:00:00").AddSeconds(++_seconds), frame);
        return this;
    }

    /// <summary>A client asked for a name and is told addresses.</summary>
    public NamesHarness Tell(string client, string name, params string[] servers) => Tell(client, name, 60, servers);

    public NamesHarness Tell(string client, string name, uint timeToLive, params string[] servers)
    {
        var message = new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of(name), DnsSamples.A);
        foreach (var server in servers)
        {
            var address = Address(server);
            message.Record(DnsSection.Answer, DnsNameBytes.Pointer(DnsMessageBuilder.FirstName), address.Length == 4 ? DnsSamples.A : DnsSamples.Aaaa, timeToLive, address);
        }
        return Respond(message.Build(), client);
    }

    /// <summary>Somebody is told of a cover.</summary>
    public NamesHarness Offer(string publicName, string client = Other) => Respond(new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags)
        .Question(DnsNameBytes.Of("somebody.example"), DnsSamples.Https)
        .Record(DnsNameBytes.Pointer(DnsMessageBuilder.FirstName), DnsSamples.Https, Binding(ech: EchSamples.List(EchSamples.Config(publicName)))).Build(), client);

    public NamesHarness Respond(byte[] message, string client = Client, ushort port = 53) =>
        Send(FrameBuilder.Udp(client.Contains(':', StringComparison.Ordinal) ? "2001:db8::53" : Resolver, port, client, port == 53 ? (ushort)40000 : port, message));

    public NamesHarness Connect(string? name, byte? ech = null, string client = Client, string server = Host, ushort port = 443, string? alpn = null)
    {
        var hello = new ClientHelloBuilder();
        _ = name is null ? hello : hello.Sni(name);
        _ = ech is { } type ? hello.Extension(ClientHelloBuilder.EncryptedClientHello, [type, .. EchSamples.Outer[1..]]) : hello;
        _ = alpn is null ? hello : hello.Protocols(alpn);
        // Each connection has a port of its own: the same one again would be a repetition.
        return Send(FrameBuilder.Tcp(client, (ushort)(40000 + (_seconds % 20000)), server, port, ClientHelloBuilder.InRecord(hello.Build())));
    }

    /// <summary>Visitors of the site, then what they can be at most.</summary>
    public (int Count, int AtMost) Close()
    {
        var statement = _harness.Close();
        return (statement.Total.Count, statement.AtMost);
    }

    public static byte[] Address(string address) => IPAddress.Parse(address).GetAddressBytes();

    /// <summary>The data of an HTTPS record; no target stands for the owner.</summary>
    public static byte[] Binding(byte priority = 1, string? target = null, byte[]? ech = null, byte[]? ipv4Hints = null, byte[]? ipv6Hints = null)
    {
        List<byte> bytes = [0, priority, .. target is null ? DnsNameBytes.Root : DnsNameBytes.Of(target)];
        Parameter(4, ipv4Hints);
        Parameter(5, ech);
        Parameter(6, ipv6Hints);
        return [.. bytes];

        void Parameter(byte key, byte[]? value)
        {
            if (value is not null)
            {
                bytes.AddRange([0, key, (byte)(value.Length >> 8), (byte)value.Length, .. value]);
            }
        }
    }
}
