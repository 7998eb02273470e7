using System.Globalization;

namespace TrafficClassifier.Wire.Dns;

/// <summary>A resource record type (IANA, dns-parameters). Open: a number without a name is written TYPEnnn (RFC 3597 5).</summary>
public readonly record struct DnsType(ushort Value)
{
    public static readonly DnsType A = new(1);
    public static readonly DnsType Cname = new(5);
    public static readonly DnsType Aaaa = new(28);
    public static readonly DnsType Opt = new(41);
    public static readonly DnsType Svcb = new(64);
    public static readonly DnsType Https = new(65);

    private const string Registry = """
        1 A  2 NS  3 MD  4 MF  5 CNAME  6 SOA  7 MB  8 MG  9 MR  10 NULL  11 WKS  12 PTR  13 HINFO  14 MINFO  15 MX  16 TXT
        17 RP  18 AFSDB  24 SIG  25 KEY  28 AAAA  29 LOC  30 NXT  33 SRV  35 NAPTR  38 A6  39 DNAME  41 OPT  43 DS  44 SSHFP
        45 IPSECKEY  46 RRSIG  47 NSEC  48 DNSKEY  49 DHCID  50 NSEC3  51 NSEC3PARAM  52 TLSA  53 SMIMEA  55 HIP  59 CDS
        60 CDNSKEY  61 OPENPGPKEY  62 CSYNC  63 ZONEMD  64 SVCB  65 HTTPS  99 SPF  104 NID  108 EUI48  109 EUI64  249 TKEY
        250 TSIG  251 IXFR  252 AXFR  253 MAILB  254 MAILA  255 ANY  256 URI  257 CAA  258 AVC  32768 TA  32769 DLV
        """;

    private static readonly Dictionary<ushort, string> _names = Registry
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2)
        .ToDictionary(entry => ushort.Parse(entry[0], CultureInfo.InvariantCulture), entry => entry[1]);

    /// <summary>The mnemonic, or null where only the number is known.</summary>
    public string? Name => _names.GetValueOrDefault(Value);
}
