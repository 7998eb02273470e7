using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Wire.Dns;

/// <summary>
/// The data of an SVCB or HTTPS record (RFC 9460 2.2).
/// <code>
/// +----------+----------------------------+-----------------------------------
/// | priority | target name (uncompressed) | parameters: key, length, value ...
/// +----------+----------------------------+-----------------------------------
/// </code>
/// </summary>
public readonly ref struct ServiceBinding : IWireView<ServiceBinding>
{
    /// <summary>Parameter keys (RFC 9460 14.3.2; ech: RFC 9848).</summary>
    public const ushort AlpnKey = 1, Ipv4HintKey = 4, EchKey = 5, Ipv6HintKey = 6;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _parametersStart;

    private ServiceBinding(ReadOnlySpan<byte> bytes, int parametersStart)
    {
        _bytes = bytes;
        _parametersStart = parametersStart;
    }

    /// <summary>0 is alias mode.</summary>
    public ushort Priority => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The record only names another place to ask (RFC 9460 2.4.2), where parameters mean nothing.</summary>
    public bool IsAlias => Priority == 0;

    /// <summary>Addresses of 4 bytes each; empty when there is no hint or its length is wrong (RFC 9460 7.3).</summary>
    public ReadOnlySpan<byte> Ipv4Hints => Hints(Ipv4HintKey, 4);

    /// <summary>Addresses of 16 bytes each; empty when there is no hint or its length is wrong.</summary>
    public ReadOnlySpan<byte> Ipv6Hints => Hints(Ipv6HintKey, 16);

    /// <summary>The configurations of encrypted hellos (RFC 9848 3); false without any, and when they contradict themselves.</summary>
    public bool TryGetEchConfigs(out EchConfigList configs)
    {
        configs = default;
        return !IsAlias && TryFind(EchKey, out var value) && EchConfigList.TryRead(value, out configs) == DecodeStatus.Ok;
    }

    /// <summary>Writes the target's text; the root "." stands for the owner itself.</summary>
    public int FormatTarget(Span<byte> destination)
    {
        var at = 0;
        for (var label = 2; _bytes[label] != 0; label += 1 + _bytes[label])
        {
            if ((at > 0 && !WireText.TryAppendDot(destination, ref at))
                || !WireText.TryAppend(_bytes.Slice(label + 1, _bytes[label]), destination, ref at, escapeDots: true))
            {
                return at;
            }
        }
        if (at == 0)
        {
            WireText.TryAppendDot(destination, ref at);
        }
        return at;
    }

    /// <summary>The value of a parameter; false when the record does not carry it.</summary>
    public bool TryFind(ushort key, out ReadOnlySpan<byte> value)
    {
        var rest = _bytes[_parametersStart..];
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == key)
            {
                value = rest.Slice(4, length);
                return true;
            }
            rest = rest[(4 + length)..];
        }
        value = default;
        return false;
    }

    private ReadOnlySpan<byte> Hints(ushort key, int addressLength) =>
        !IsAlias && TryFind(key, out var value) && value.Length % addressLength == 0 ? value : default;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ServiceBinding view)
    {
        view = default;
        var at = 2;
        var nameLength = 1;
        while (true)
        {
            if (at >= bytes.Length)
            {
                return DecodeStatus.Truncated;
            }
            int length = bytes[at];
            at += 1 + length;
            if (length == 0)
            {
                break;
            }
            nameLength += 1 + length;
            if (length > 63 || nameLength > DnsName.LongestWire)
            {
                return DecodeStatus.Malformed; // RFC 9460 2.2: the target is not compressed
            }
        }
        var parametersStart = at;
        var previous = -1;
        while (at < bytes.Length)
        {
            if (bytes.Length - at < 4)
            {
                return DecodeStatus.Truncated;
            }
            int key = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (key <= previous)
            {
                return DecodeStatus.Malformed; // RFC 9460 2.2: in strictly increasing order
            }
            previous = key;
            at += 4 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        if (at > bytes.Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new ServiceBinding(bytes, parametersStart);
        return DecodeStatus.Ok;
    }

    public override string ToString()
    {
        Span<byte> target = stackalloc byte[DnsName.LongestText];
        target = target[..FormatTarget(target)];
        return string.Create(CultureInfo.InvariantCulture,
            $"SVCB {Priority} {Encoding.ASCII.GetString(target)} ech={(TryGetEchConfigs(out var configs) ? configs.ToString() : "")} v4={Ipv4Hints.Length / 4} v6={Ipv6Hints.Length / 16} alpn={TryFind(AlpnKey, out _)}");
    }
}
