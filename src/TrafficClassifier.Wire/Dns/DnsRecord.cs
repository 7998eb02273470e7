using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Dns;

/// <summary>
/// A resource record (RFC 1035 4.1.3).
/// <code>
/// +--------------+-------+-------+---------------+---------+------------
/// | owner name   | type  | class | time to live  | length  | data
/// | (compressed) |   2   |   2   |       4       |    2    |
/// +--------------+-------+-------+---------------+---------+------------
/// </code>
/// </summary>
public readonly ref struct DnsRecord
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly int _dataStart;
    private readonly int _dataLength;

    internal DnsRecord(ReadOnlySpan<byte> message, DnsSection section, DnsName owner, DnsType type, ushort @class, uint timeToLive, int dataStart, int dataLength)
    {
        _message = message;
        Section = section;
        Owner = owner;
        Type = type;
        Class = @class;
        TimeToLive = timeToLive;
        _dataStart = dataStart;
        _dataLength = dataLength;
    }

    public DnsSection Section { get; }

    public DnsName Owner { get; }

    public DnsType Type { get; }

    /// <summary>In an OPT record the sender's UDP payload size (RFC 6891 6.1.2).</summary>
    public ushort Class { get; }

    /// <summary>Seconds. In an OPT record extended RCODE, version and flags (RFC 6891 6.1.3).</summary>
    public uint TimeToLive { get; }

    public ReadOnlySpan<byte> Data => _message.Slice(_dataStart, _dataLength);

    /// <summary>The address of an A or AAAA record whose length is right.</summary>
    public bool TryGetAddress(out IpAddress address)
    {
        if ((Type == DnsType.A && _dataLength == 4) || (Type == DnsType.Aaaa && _dataLength == 16))
        {
            address = IpAddress.FromBytes(Data);
            return true;
        }
        address = default;
        return false;
    }

    /// <summary>The name a CNAME record points to; false for other types and for a name that does not end with its data.</summary>
    public bool TryGetCname(out DnsName target)
    {
        target = default;
        var at = _dataStart;
        return Type == DnsType.Cname
            && DnsName.TryRead(_message, ref at, out target) == DecodeStatus.Ok
            && at == _dataStart + _dataLength;
    }

    /// <summary>The service binding of an SVCB or HTTPS record.</summary>
    public bool TryGetServiceBinding(out ServiceBinding binding)
    {
        binding = default;
        return (Type == DnsType.Svcb || Type == DnsType.Https) && ServiceBinding.TryRead(Data, out binding) == DecodeStatus.Ok;
    }

    public override string ToString()
    {
        var data = TryGetAddress(out var address) ? address.ToString()
            : TryGetCname(out var target) ? target.ToString()
            : TryGetServiceBinding(out var binding) ? binding.ToString()
            : $"[{Data.Length}]";
        return $"{Section} {Owner.ToString()} {TimeToLive} class={Class} {Type.Name ?? $"TYPE{Type.Value}"} {data}";
    }
}
