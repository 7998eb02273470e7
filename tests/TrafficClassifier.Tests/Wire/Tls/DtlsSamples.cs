namespace TrafficClassifier.Tests.Wire.Tls;

/// <summary>ClientHellos over DTLS.</summary>
internal static class DtlsSamples
{
    public static readonly byte[] Hello = Record(TlsSamples.Hello, []);
    public static readonly byte[] HelloWithCookie = Record(TlsSamples.Hello, [1, 2, 3, 4, 5, 6, 7, 8]);

    /// <summary>Makes a hello of TLS one of DTLS 1.2: its version, its cookie, its headers.</summary>
    public static byte[] Record(byte[] tls, byte[] cookie, int offset = 0, int? piece = null, byte epoch = 0)
    {
        var at = 4 + 2 + 32;
        at += 1 + tls[at];
        byte[] body = [0xfe, 0xfd, .. tls[6..at], (byte)cookie.Length, .. cookie, .. tls[at..]];
        byte[] handshake = [1, .. Three(body.Length), 0, cookie.Length > 0 ? (byte)1 : (byte)0, .. Three(offset), .. Three(piece ?? body.Length), .. body];
        return [22, 0xfe, 0xff, 0, epoch, 0, 0, 0, 0, 0, 0, .. ClientHelloBuilder.Big(handshake.Length), .. handshake];
    }

    private static byte[] Three(int value) => [(byte)(value >> 16), .. ClientHelloBuilder.Big(value)];
}
