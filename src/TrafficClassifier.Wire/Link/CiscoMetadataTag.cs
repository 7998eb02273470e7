using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x8909: Cisco's metadata (security group tags), as Wireshark reads it. The length counts options of 4 bytes.
/// <code>
///  0     1      2                4               ..      ..
/// +-----+------+----------------+---------------+-------+---------
/// |ver 1|length| option length,  | security group| type  | payload
/// |     |      | option type    |               |       |
/// +-----+------+----------------+---------------+-------+---------
/// </code>
/// </summary>
public readonly ref struct CiscoMetadataTag : IWireView<CiscoMetadataTag>
{
    private const int OptionLength = 4;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _typeAt;

    private CiscoMetadataTag(ReadOnlySpan<byte> bytes, int typeAt)
    {
        _bytes = bytes;
        _typeAt = typeAt;
    }

    public byte Version => _bytes[0];

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[_typeAt..]);

    public ReadOnlySpan<byte> Payload => _bytes[(_typeAt + 2)..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out CiscoMetadataTag view)
    {
        view = default;
        if (bytes.Length < 2)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != 1)
        {
            return DecodeStatus.Unsupported;
        }
        var typeAt = 2 + (bytes[1] * OptionLength);
        if (bytes.Length < typeAt + 2)
        {
            return DecodeStatus.Truncated;
        }
        view = new CiscoMetadataTag(bytes, typeAt);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"CMD {Version} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
