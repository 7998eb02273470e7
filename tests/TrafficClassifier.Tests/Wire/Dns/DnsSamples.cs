using TrafficClassifier.Wire.Dns;
using static TrafficClassifier.Tests.Wire.Dns.DnsMessageBuilder;

namespace TrafficClassifier.Tests.Wire.Dns;

/// <summary>Valid DNS messages and service bindings.</summary>
internal static class DnsSamples
{
    public const ushort A = 1, Ns = 2, Cname = 5, Txt = 16, Aaaa = 28, Https = 65;

    public static readonly byte[] Query = new DnsMessageBuilder()
        .Question(DnsNameBytes.Of("www.Facebook.com"), A)
        .Opt()
        .Build();

    /// <summary>The answer that is seen most: an alias, then the addresses of what it points to.</summary>
    public static readonly byte[] AnswerWithAlias = new DnsMessageBuilder(AnswerFlags)
        .Question(DnsNameBytes.Of("www.facebook.com"), Aaaa)
        .Record(DnsNameBytes.Pointer(FirstName), Cname, [.. DnsNameBytes.Labels("star-mini.c10r"), .. DnsNameBytes.Pointer(FirstName + 4)])
        .Record(DnsNameBytes.Pointer(46), A, [31, 13, 72, 36])
        .Record(DnsNameBytes.Pointer(46), Aaaa, Hex.Bytes("2a03 2880 f10c 0283 face b00c 0000 25de"))
        .Record(DnsSection.Authority, DnsNameBytes.Pointer(FirstName + 4), Ns, 3600, DnsNameBytes.Of("a.ns.facebook.com"))
        .Record(DnsSection.Additional, DnsNameBytes.Of("a.ns.facebook.com"), A, 3600, [129, 134, 30, 12])
        .Opt()
        .Build();

    public static readonly byte[] Binding = Hex.Bytes("""
        00 01                      | priority
        03 63 64 6e 04 54 65 73 74 00 | target cdn.Test
        00 01 00 06 02 68 32 02 68 33 | alpn h2, h3
        00 03 00 02 20 fb          | port 8443
        00 04 00 08 0a 00 00 01 0a 00 00 02 | ipv4hint
        00 05 00 04 fe 0d 00 00    | ech
        00 06 00 10 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 17 | ipv6hint
        """);

    public static readonly byte[] AliasBinding = Hex.Bytes("00 00 | alias mode\n 01 78 00 | target x");

    public static readonly byte[] ServiceAnswer = new DnsMessageBuilder(AnswerFlags)
        .Question(DnsNameBytes.Of("cdn.test"), Https)
        .Record(DnsNameBytes.Pointer(FirstName), Https, Binding)
        .Build();

    public static readonly byte[] OddNames = new DnsMessageBuilder()
        .Question(DnsNameBytes.Root, Ns)
        .Question([.. DnsNameBytes.Label([0x00, (byte)'.', (byte)'\\', 0xff]), .. DnsNameBytes.Of("x")], Txt)
        .Build();
}
