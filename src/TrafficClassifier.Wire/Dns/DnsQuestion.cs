namespace TrafficClassifier.Wire.Dns;

/// <summary>An entry of the question section (RFC 1035 4.1.2).</summary>
public readonly ref struct DnsQuestion
{
    internal DnsQuestion(DnsName name, DnsType type, ushort @class)
    {
        Name = name;
        Type = type;
        Class = @class;
    }

    public DnsName Name { get; }

    public DnsType Type { get; }

    public ushort Class { get; }

    public override string ToString() => $"{Name.ToString()} {Type.Name ?? $"TYPE{Type.Value}"}";
}
