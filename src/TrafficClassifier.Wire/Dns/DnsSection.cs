namespace TrafficClassifier.Wire.Dns;

/// <summary>The sections that hold resource records (RFC 1035 4.1).</summary>
public enum DnsSection : byte
{
    Answer,
    Authority,
    Additional,
}
