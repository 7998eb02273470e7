using TrafficClassifier.Tests.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Quic;

/// <summary>Valid headers, packets and frames, and the vectors of RFC 9001 A and RFC 9369 A.</summary>
internal static class QuicSamples
{
    /// <summary>RFC 9001 A.2: one CRYPTO frame.</summary>
    public static readonly byte[] RfcHello = Hex.Bytes("""
        060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c0000041301
        1302010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007
        000504616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f5
        0f1ce15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00
        024001003900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f0
        3e51570806048000ffff
        """);

    /// <summary>RFC 9001 A.2: padded to 1162 bytes.</summary>
    public static readonly byte[] RfcFrames = [.. RfcHello, .. new byte[1162 - RfcHello.Length]];

    public static readonly byte[] Negotiation = Hex.Bytes("""
        80 00000000 | long header, version 0
        02 0102     | destination
        03 a1a2a3   | source
        """);

    public static readonly byte[] Frames =
    [
        0, 0, 1,                                    // PADDING, PING
        2, 9, 0, 1, 2, 0x40, 3, 2,                  // ACK of 7-9 and 0-2
        3, 0, 0, 0, 0, 1, 2, 3,                     // ACK with ECN
        .. InitialBuilder.Crypto(0, "abc"u8), .. InitialBuilder.Crypto(70, "defg"u8), 0,
        0x1c, 0, 6, 2, (byte)'o', (byte)'k',        // CONNECTION_CLOSE
        0,
    ];

    public static byte[] Initial => new InitialBuilder { SourceId = [1, 2, 3], Token = [9, 9] }.Build(InitialBuilder.Crypto(0, TlsSamples.Hello));

    public static byte[] InitialOfVersion2 => new InitialBuilder { Version = 0x6b3343cf }.Build(InitialBuilder.Crypto(0, TlsSamples.Hello));

    public static byte[] Handshake => new InitialBuilder { Type = 2 }.Build(new byte[40]);
}
