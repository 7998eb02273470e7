using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x892f: the tag of high-availability seamless redundancy (IEC 62439-3 5.6).
/// <code>
///  0            2          4       6
/// +----+-------+----------+-------+---------
/// |path| size  | sequence | type  | payload
/// +----+-------+----------+-------+---------
/// </code>
/// </summary>
public readonly ref struct HsrTag : IWireView<HsrTag>
{
    public const int Length = 6;
    private readonly ReadOnlySpan<byte> _bytes;

    private HsrTag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out HsrTag view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new HsrTag(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"HSR sequence={Sequence} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
