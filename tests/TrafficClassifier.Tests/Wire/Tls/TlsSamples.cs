namespace TrafficClassifier.Tests.Wire.Tls;

/// <summary>Valid hellos and records.</summary>
internal static class TlsSamples
{
    public static readonly byte[] Hello = new ClientHelloBuilder()
        .Extension(0x5a5a, [])
        .Sni("www.facebook.com")
        .Extension(10, [0, 4, 0x11, 0xec, 0, 0x1d])
        .Protocols("h2", "http/1.1")
        .Versions(0x7a7a, 0x0304, 0x0303)
        .Extension(ClientHelloBuilder.EncryptedClientHello, new byte[40])
        .Build();

    public static readonly byte[] HelloWithoutExtensions =
        new ClientHelloBuilder { Version = 0x0301, SessionId = [], CipherSuites = [0, 0x2f] }.BuildWithoutExtensions();

    public static readonly byte[] HelloWithEmptyExtensions = new ClientHelloBuilder().Build();

    public static readonly byte[] Record = ClientHelloBuilder.InRecord(Hello);

    public static readonly byte[] Alert = Hex.Bytes("""
        15 03 03 00 02 | alert, TLS 1.2, 2 bytes
        02 28          | fatal, handshake failure
        """);
}
