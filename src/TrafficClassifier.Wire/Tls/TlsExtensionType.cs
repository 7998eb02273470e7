namespace TrafficClassifier.Wire.Tls;

/// <summary>Extension types that are read here (IANA, tls-extensiontype-values); all others, GREASE among them, are passed over.</summary>
public static class TlsExtensionType
{
    public const ushort ServerName = 0;
    public const ushort Alpn = 16;
    public const ushort SupportedVersions = 43;

    /// <summary>RFC 9849 5.</summary>
    public const ushort EncryptedClientHello = 0xfe0d;

    /// <summary>RFC 8701 2: 0x0a0a, 0x1a1a ... 0xfafa, reserved so that nobody may depend on them.</summary>
    public static bool IsGrease(ushort value) => (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}
