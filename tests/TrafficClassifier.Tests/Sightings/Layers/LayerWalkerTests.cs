using System.Text;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Sightings.Layers;

/// <summary>One question, wrapped in each layer that mirror ports add: its name, its innermost address and no other outcome.</summary>
public sealed class LayerWalkerTests
{
    private const string Inner = "10.1.1.1";
    private static readonly byte[] _frame = FrameBuilder.Udp(Inner, 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.example.com"));
    private static readonly byte[] _ip = _frame[14..];
    private static readonly byte[] _ip6 = FrameBuilder.Udp("2001:db8::1", 40000, "2001:db8::53", 53, FrameBuilder.DnsQuery("www.example.com"))[14..];

    public static TheoryData<string, byte[]> Frames => new()
    {
        { "20 VLAN tags", Ether("", [.. Enumerable.Repeat(Hex.Bytes("8100 0064"), 20).SelectMany(tag => tag), .. Hex.Bytes("0800"), .. _ip]) },
        { "QinQ", Ether("9200 0001 9100 0002 88a8 0003 8100 0004 0800", _ip) },
        { "VN-tag", Ether("8926 00010002 8100 0001 0800", _ip) },
        { "E-tag", Ether("893f 000700080000 0800", _ip) },
        { "Cisco metadata", Ether("8909 0101 00010002 0800", _ip) },
        { "MACsec in the clear", Ether("88e5 0000 00000005 0800", _ip) },
        { "backbone", Ether("88e7 00000064", _frame) },
        { "TRILL", Ether("22f3 0005 0001 0002", _frame) },
        { "MPLS", Ether("8847 00064040 00065140", _ip) },
        { "MPLS, pseudowire", Ether("8847 00064140", _frame) },
        { "MPLS, pseudowire with control word", Ether("8847 00064140 00000000", _frame) },
        { "PPPoE", Ether($"8864 1100 0001 {_ip.Length + 2:x4} 0021", _ip) },
        { "PPPoE, compressed protocol", Ether($"8864 1100 0001 {_ip.Length + 1:x4} 21", _ip) },
        { "GRE", InIp(47, "0000 0800", _ip) },
        { "GRE, all fields", InIp(47, "f000 0800 0000 0000 00000007 00000001 0800 0004 01020304 0000 0000", _ip) },
        { "PPTP", InIp(47, $"3081 880b {_ip.Length + 4:x4} 0001 00000001 00000000 ff03 0021", _ip) },
        { "GRE, Ethernet", InIp(47, "2000 6558 00000064", _frame) },
        { "GRE, WCCP with header", InIp(47, "0000 883e 00000000", _ip) },
        { "GRE, MPLS", InIp(47, "0000 8847 00064140", _ip) },
        { "ERSPAN I", InIp(47, "0000 88be", _frame) },
        { "ERSPAN II", InIp(47, "1000 88be 00000001 10640005 00000001", _frame) },
        { "ERSPAN III", InIp(47, "1000 22eb 00000001 20640005 00000001 00000001 0000000000000000", _frame) },
        { "IP in IP", InIp(4, "", _ip) },
        { "AH", InIp(51, "0404 0000 00000001 00000002 000000000000000000000000", _ip) },
        { "EtherIP", InIp(97, "3000", _frame) },
        { "VXLAN", InUdp(4789, "08000000 00006400", _frame) },
        { "VXLAN, policy group in reserved bytes", InUdp(8472, "88000123 00006401", _frame) },
        { "VXLAN-GPE", InUdp(4790, "0c000001 00006400", _ip) },
        { "GENEVE", InUdp(6081, "0100 6558 00006400 00000000", _frame) },
        { "GTP", InUdp(2152, $"30ff {_ip.Length:x4} 00000009", _ip) },
        { "GTP, extension", InUdp(2152, $"34ff {_ip.Length + 8:x4} 00000009 00000085 01000900", _ip) },
        { "L2TP", InUdp(1701, "0002 0001 0002 ff03 0021", _ip) },
        { "CAPWAP, 802.3", InUdp(5247, "00100200 00000000", _frame) },
        { "CAPWAP, 802.11", InUdp(5247, "00100300 00000000 0801 0000 001b0d630001 020000000001 333300000001 1000 aaaa03000000 0800", _ip) },
        { "CAPWAP, 802.11 swapped", InUdp(5247, "00100300 00000000 0108 0000 001b0d630001 020000000001 333300000001 1000 aaaa03000000 0800", _ip) },
        { "VXLAN in GRE in VLAN", Ether("8100 0001 0800", InIp(47, "0000 0800", InUdp(4789, "08000000 00006400", _frame)[14..])[14..]) },
    };

    public static TheoryData<int, byte[]> Links => new()
    {
        { 9, [.. Hex.Bytes("ff03 0021"), .. _ip] },
        { 9, [.. Hex.Bytes("0f00 0800"), .. _ip] },
        { 50, [.. Hex.Bytes("21"), .. _ip] },
        { 51, [.. Hex.Bytes($"1100 0001 {_ip.Length + 2:x4} 0021"), .. _ip] },
        { 104, [.. Hex.Bytes("8f00 0800"), .. _ip] },
        { 107, [.. Hex.Bytes("1841 03 cc"), .. _ip] },
        { 107, [.. Hex.Bytes("1841 0800"), .. _ip] },
        { 107, [.. Hex.Bytes("1841 03 00 80 0080c2 0007"), .. _frame] },
        { 6, [.. Hex.Bytes("1040 333300000001 820000000001 04000011 aaaa03000000 0800"), .. _ip] },
        { 10, [.. Hex.Bytes("50 333300000001 020000000001 aaaa03000000 0800"), .. _ip] },
        { 11, [.. Hex.Bytes("aaaa030080c2 0007 0000"), .. _frame] },
        { 105, [.. Hex.Bytes("0802 0000 333300000001 001b0d630001 020000000001 1000 aaaa03000000 0800"), .. _ip] },
        { 105, [.. Hex.Bytes("8803 0000 333300000001 001b0d630001 333300000001 1000 020000000001 0000 aaaa03000000 0800"), .. _ip] },
        { 105, [.. Hex.Bytes($"8801 0000 001b0d630001 020000000001 333300000001 1000 8000 333300000001 020000000001 {_ip.Length + 8:x4} aaaa03000000 0800"), .. _ip] },
        { 119, [.. new byte[144], .. Hex.Bytes("0801 0000 001b0d630001 020000000001 333300000001 1000 aaaa03000000 0800"), .. _ip] },
        { 163, [.. Hex.Bytes("80211001 00000040"), .. new byte[56], .. Hex.Bytes("0801 0000 001b0d630001 020000000001 333300000001 1000 aaaa03000000 0800"), .. _ip] },
        { 127, [.. Hex.Bytes("0000 0900 02000000 20 8801 0000 001b0d630001 020000000001 333300000001 1000 0000 0000 aaaa03000000 0800"), .. _ip] },
        { 129, [.. Hex.Bytes("be50 ab08 f0"), .. _ip] },
        { 129, [.. Hex.Bytes("be50 ab08 d4 00 0166"), .. _ip] },
        { 192, [.. Hex.Bytes("0000 0800 01000000"), .. _frame] },
        { 219, [.. Hex.Bytes("00064140"), .. _ip] },
        { 239, [.. Hex.Bytes("02000005 05000a0000000000"), .. Hex.Bytes($"{(byte)(_ip.Length + 4):x2}00 0900"), .. _ip] },
        { 258, [.. Hex.Bytes("0c000000 01000000 01000000"), .. _frame] },
        { 113, [.. Hex.Bytes("0000 0001 0006 0200000000010000 0004 aaaa03000000 0800"), .. _ip] },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_question_is_found_behind(string layers, byte[] frame) => Assert.Equal((layers, Inner, FrameOutcome.Classified), (layers, Source(frame, 1, out var outcome), outcome));

    [Theory]
    [MemberData(nameof(Links))]
    public void A_question_is_found_on_link_type(int link, byte[] frame) => Assert.Equal((Inner, FrameOutcome.Classified), (Source(frame, link, out var outcome), outcome));

    [Theory]
    [InlineData(41, "")]
    [InlineData(17, "9c40 0dd8 0000 0000")]
    [InlineData(17, "9c40 0dd8 0000 0000 0001 0000 000000000000000100 0000 ef0ffeeffeef")]
    [InlineData(17, "9c40 13d0 0000 0000 1001 0129 00000001 1234")]
    [InlineData(47, "0000 86dd")]
    public void IPv6_is_found_in_IPv4(byte protocol, string header)
    {
        var bytes = Hex.Bytes(header);
        if (protocol == 17)
        {
            (bytes[4], bytes[5]) = ((byte)((bytes.Length + _ip6.Length) >> 8), (byte)(bytes.Length + _ip6.Length));
        }
        Assert.Equal("2001:db8::1", Source(InIp(protocol, Hex.Text(bytes), _ip6), 1, out _));
    }

    [Theory]
    [InlineData(4789, "00000000 00006400")]
    [InlineData(2152, "50ff 0040 00000009")]
    [InlineData(1701, "c002 0014 0001 0000")]
    [InlineData(6081, "41006558 00006400")]
    public void A_port_alone_is_no_tunnel(int port, string header) => Assert.Null(Source(InUdp(port, header, _frame), 1, out _));

    [Fact]
    public void An_answer_from_port_53_is_no_tunnel_whatever_the_clients_port()
    {
        var frame = FrameBuilder.Udp("10.0.0.53", 53, "10.1.1.1", 4789, FrameBuilder.DnsQuery("www.example.com", id: 0x0800));
        Assert.Equal("10.0.0.53", Source(frame, 1, out _));
    }

    [Theory]
    [InlineData(20, FrameOutcome.Classified, 0)]
    [InlineData(200, FrameOutcome.Unsupported, 1)]
    public void Nesting_has_a_limit_and_a_counter(int packets, FrameOutcome expected, long tooDeep)
    {
        var frame = _frame;
        for (var i = 0; i < packets; i++)
        {
            frame = InIp(4, "", frame[14..]);
        }
        // A packet in a packet is one step by its EtherType; 20 of them are within the limit.
        var (lines, dissector) = Dissect(frame, 1, out var outcome);
        Assert.Equal((expected, tooDeep), (outcome, dissector.TooDeep));
        Assert.Equal(expected == FrameOutcome.Classified, lines.Length > 0);
    }

    [Fact]
    public void A_question_quoted_in_an_ICMP_error_does_not_count() => Assert.Null(Source(InIp(1, "0303 0000 00000000", _ip), 1, out _));

    [Fact]
    public void Protected_frames_are_not_of_interest()
    {
        Assert.Null(Source(Hex.Bytes("0841 0000 001b0d630001 020000000001 333300000001 1000 aaaa03000000 0800"), 105, out var outcome));
        Assert.Equal(FrameOutcome.NotOfInterest, outcome);
    }

    private static byte[] Ether(string header, byte[] rest) => [.. Hex.Bytes("001b0d630001 001122334455" + header), .. rest];

    private static byte[] InIp(byte protocol, string header, byte[] rest)
    {
        var bytes = Hex.Bytes(header);
        var length = 20 + bytes.Length + rest.Length;
        return Ether($"0800 4500 {length:x4} 0001 0000 40 {protocol:x2} 0000 c0000201 c0000202", [.. bytes, .. rest]);
    }

    private static byte[] InUdp(int port, string header, byte[] rest)
    {
        var length = 8 + Hex.Bytes(header).Length + rest.Length;
        return InIp(17, $"c000 {port:x4} {length:x4} 0000 {header}", rest);
    }

    private static string? Source(byte[] frame, int link, out FrameOutcome outcome)
    {
        var (lines, _) = Dissect(frame, link, out outcome);
        return lines.Length == 0 ? null : System.Text.Json.JsonDocument.Parse(lines).RootElement.GetProperty("src_ip").GetString();
    }

    private static (string Lines, FrameDissector Dissector) Dissect(byte[] frame, int link, out FrameOutcome outcome)
    {
        using var lines = new MemoryStream();
        FrameDissector dissector;
        using (var writer = new EventWriter(lines) { Input = "test" })
        {
            dissector = new FrameDissector(writer, duplicates: null);
            outcome = dissector.Dissect(new CapturedFrame(frame, PipelineHarness.At("2010-01-04T00:10:00"), new LinkType((ushort)link), 1));
        }
        return (Encoding.UTF8.GetString(lines.ToArray()), dissector);
    }
}
