using TrafficClassifier.Tests.Sightings;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Frames of every combination that a filter may tell apart.</summary>
internal static class PrefilterFrames
{
    private static readonly ushort[][] _tags = [[], [0x8100], [0x88a8, 0x8100], [0x9100, 0x9200], [0x8100, 0x8100, 0x8100]];

    private static readonly (ushort, ushort)[] _tcpPorts =
    [
        (50000, 443), (443, 50000), (50000, 80), (80, 50000), (50000, 53), (53, 50000), (53, 53), (1023, 1024), (1024, 1023), (1023, 1023), (50000, 8080),
        (8080, 50000), (8443, 50000), (50000, 8443), (50000, 1194), (1194, 50000), (50000, 9000), (9000, 50000), (9000, 9000), (1024, 1025),
    ];

    private static readonly (ushort, ushort)[] _udpPorts =
    [
        (50000, 53), (53, 50000), (5353, 5353), (50000, 5353), (5353, 50000), (50000, 5355), (5355, 50000), (68, 67), (67, 68), (67, 50000), (546, 547), (547, 546),
        (547, 50000), (50000, 1813), (1813, 50000), (50000, 1646), (50000, 500), (500, 50000), (50000, 4500), (4500, 50000), (50000, 1194), (1194, 50000), (50000, 443),
        (443, 50000), (443, 443), (80, 443), (50000, 3478), (3478, 50000), (50000, 4789), (4789, 50000), (4789, 53), (2152, 2152), (50000, 8472), (1701, 1701),
    ];

    private static readonly byte[] _flags = [0x10, 0x18, 0x02, 0x12, 0x11, 0x14, 0x04, 0xc2, 0x00, 0x29];

    private static readonly byte[][] _streams =
    [
        [], [0x16], [0x16, 3], [0x16, 2], [0x16, 3, 1], [0x16, 3, 1, 2], [0x16, 3, 1, 2, 0], [0x16, 3, 1, 2, 0, 1], [0x16, 3, 3, 0, 80, 2, 0, 0], [0x16, 2, 1, 2, 0, 1],
        [0x17, 3, 3, 1, 0, 1], [0x15, 3, 3, 0, 2, 1, 0], .. Texts(["G", "g", "GE", "GET", "GET ", "GETx", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "PRI * HTTP/2.0\r\n", "A-B ", "ABC-D", "AB C",
        "HTTP", "HTTP/1.1 200 OK\r\n", "HTTPS /", "HTT", "[]@A", "@ABC", "A[BC", "AB@C", "ABC[", "ABC`", "ABCZ", "Zz", "220 ready\r\n", "SSH-2.0-x\r\n"]),
        FrameBuilder.ClientHello("www.example.com"), new byte[300], [.. Enumerable.Repeat((byte)0xff, 300)],
    ];

    private static readonly byte[][] _datagrams =
    [
        [], [0], [0xff], new byte[13], new byte[14], new byte[200], [.. Enumerable.Repeat((byte)0x80, 13)], [.. Enumerable.Repeat((byte)0x80, 1300)],
        FrameBuilder.DnsQuery("www.example.com"), Of("1234 8580 0001 0001 0000 0000 0000", 60), Of("1234 0100 0002 0000 0000 0000 0000", 60), Of("1234 7900 0001 0000", 60), Of("1234 0140 0001 0000", 60),
        Of("1234 0100 0101 0000", 60), Of("01000000", 148), Of("01000000", 147), Of("01000000", 149), Of("01000001", 148), Of("02000000", 148),
        Of("c0 00000001 08", 1200), Of("c0 00000001 08", 1199), Of("c0 00000001 08", 21), Of("d0 6b3343cf 08", 1300), Of("c0 ff00001d 08", 1300), Of("c0 faceb002 08", 1300),
        Of("c0 54303530 08", 1300), Of("c0 51303436 50", 1300), Of("c0 51303436 50", 40), Of("c0 00000000 08", 1300), Of("c0 1a2a3a4a 08", 1300), Of("c0 12345678 08", 1300), Of("80 60 1234", 1300),
        Of("09 1111111111111111 51303433 01", 1300), Of("0d 1111111111111111 51303339 01", 60), Of("08 1111111111111111 51303433 01", 60), Of("19 1111111111111111 51313433 01", 60), Of("49 1111111111111111 51303433", 60),
        Of("16fefd 0000 000000000000 0050 01", 100), Of("16fefd 0000 000000000000 0050 02", 100), Of("16feff 0000 000000000000 0050 01", 14), Of("1603fd 0000 000000000000 0050 01", 100),
        Of("00000000 1111", 60), Of("00000001 1111", 60), Of("04 05 0028", 40), Of("05 05 0028", 40), Of("38", 42), Of("50", 42), Of("39", 42), Of("4000", 1250),
    ];

    /// <summary>Every port with every content, plain; then each of these that differs in kind, in every wrapping.</summary>
    public static IEnumerable<FrameShape> All() => Plain().Concat(Wrapped()).Concat(Rare());

    private static IEnumerable<FrameShape> Plain() => Bool().SelectMany(version6 => Segments(_tcpPorts, _flags, _streams).Concat(Datagrams(_udpPorts, _datagrams))
        .Select(frame => frame with { IsIpv6 = version6 }));

    private static IEnumerable<FrameShape> Wrapped()
    {
        List<FrameShape> inner =
        [
            .. Segments([(50000, 443), (443, 50000), (9000, 50000)], [0x10, 0x02, 0x12, 0x11], _streams.Where((_, i) => i % 3 == 0)),
            .. Datagrams([(50000, 53), (443, 50000), (50000, 3478), (50000, 4789)], _datagrams.Where((_, i) => i % 3 == 0)),
            .. Others(),
        ];
        return from frame in inner
               from tags in _tags
               from version6 in Bool()
               from shape in Shapes(frame with { Tags = tags, IsIpv6 = version6 })
               select shape;
    }

    private static IEnumerable<FrameShape> Shapes(FrameShape frame) =>
    [
        frame, frame with { Piece = Piece.First }, frame with { Piece = Piece.Middle }, frame with { Piece = Piece.Later }, frame with { Padding = 6 },
        frame with { Source = "192.0.2.200", Source6 = "2001:db8:7:1::1" },
        .. frame.IsIpv6
            ? (FrameShape[])[frame with { Extension = 0 }, frame with { Extension = 43 }, frame with { Extension = 60 }, frame with { Extension = 135 }, frame with { EtherType = 0x0800 }]
            : [frame with { Options = 4 }, frame with { Options = 40 }],
        // IPv6 says so only of TCP, and no filter asks for the difference.
        .. frame.Protocol == 6 || !frame.IsIpv6 ? (FrameShape[])[frame with { HasNoLength = true }] : [],
    ];

    private static IEnumerable<FrameShape> Others() =>
        from protocol in (byte[])[0x01, 2, 4, 33, 41, 47, 50, 51, 58, 89, 97, 112, 132, 137, 255]
        from first in (byte[])[0, 128, 134, 135, 136, 137]
        select new FrameShape { Protocol = protocol, Payload = [first, .. new byte[40]] };

    private static IEnumerable<FrameShape> Rare() =>
        from tags in _tags
        from type in (ushort[])[0x0806, 0x8035, 0x8847, 0x8848, 0x8863, 0x8864, 0x880b, 0x6558, 0x8909, 0x8926, 0x893f, 0x892f, 0x88fb, 0x88e5, 0x88e7, 0x22f3, 0x894f, 0x88cc, 0x9000, 0x88f7, 0x05ff, 0x0600, 0xffff]
        select new FrameShape { Tags = tags, EtherType = type, Protocol = 17, SourcePort = 50000, DestinationPort = 53, Payload = FrameBuilder.DnsQuery("a.example") };

    private static IEnumerable<FrameShape> Segments(IEnumerable<(ushort, ushort)> ports, IEnumerable<byte> flags, IEnumerable<byte[]> streams) =>
        from port in ports
        from flag in flags
        from payload in streams
        select new FrameShape { Protocol = 6, SourcePort = port.Item1, DestinationPort = port.Item2, Flags = flag, Payload = payload };

    private static IEnumerable<FrameShape> Datagrams(IEnumerable<(ushort, ushort)> ports, IEnumerable<byte[]> payloads) =>
        from port in ports
        from payload in payloads
        select new FrameShape { Protocol = 17, SourcePort = port.Item1, DestinationPort = port.Item2, Payload = payload };

    private static bool[] Bool() => [false, true];

    private static byte[][] Texts(string[] texts) => [.. texts.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The first bytes, and others behind them.</summary>
    private static byte[] Of(string hex, int length)
    {
        var first = Wire.Hex.Bytes(hex);
        return [.. first, .. Enumerable.Repeat((byte)0x20, length - first.Length)];
    }
}
