using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x893f: the E-TAG of bridge port extenders (IEEE 802.1BR 7.5).
/// <code>
///  0                         6       8
/// +---+-+------------+------+-------+---------
/// |PCP|D| E-CID ingress, base, ext. | type  | payload
/// +---+-+------------+------+-------+---------
/// </code>
/// </summary>
public readonly ref struct ETag : IWireView<ETag>
{
    public const int Length = 8;
    private readonly ReadOnlySpan<byte> _bytes;

    private ETag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int IngressChannel => BinaryPrimitives.ReadUInt16BigEndian(_bytes) & 0x0fff;

    public int Channel => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]) & 0x0fff;

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ETag view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new ETag(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ETAG {IngressChannel} > {Channel} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
