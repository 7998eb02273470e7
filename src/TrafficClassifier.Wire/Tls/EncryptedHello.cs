namespace TrafficClassifier.Wire.Tls;

/// <summary>What a hello says of an encrypted one inside it (RFC 9849 5, ECHClientHelloType).</summary>
public enum EncryptedHello : byte
{
    /// <summary>The extension is not there.</summary>
    None,

    /// <summary>Type 0: another hello is encrypted inside this one, or noise that looks like it (GREASE, RFC 9849 6.2).</summary>
    Outer,

    /// <summary>Type 1: this is the inner hello itself.</summary>
    Inner,

    /// <summary>A type that the standard does not know, or none.</summary>
    Unknown,
}
