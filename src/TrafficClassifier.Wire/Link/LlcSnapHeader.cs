using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// LLC with a SNAP header of Ethernet (RFC 1042): the way IP travels in 802.3 frames that carry a length instead of a type.
/// <code>
///  0    1    2    3            6       8
/// +----+----+----+------------+-------+---------
/// | AA | AA | 03 | OUI 000000 | type  | payload
/// +----+----+----+------------+-------+---------
/// </code>
/// </summary>
public readonly ref struct LlcSnapHeader : IWireView<LlcSnapHeader>
{
    public const int Length = 8;
    private readonly ReadOnlySpan<byte> _bytes;

    private LlcSnapHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    /// <summary>Other service access points (spanning tree, IPX, ...) and other OUIs are <see cref="DecodeStatus.Unsupported"/>.</summary>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out LlcSnapHeader view)
    {
        view = default;
        if (bytes.Length < 3)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != 0xaa || bytes[1] != 0xaa || bytes[2] != 0x03)
        {
            return DecodeStatus.Unsupported;
        }
        if (bytes.Length < Length)
        {
            return DecodeStatus.Truncated;
        }
        // 00-00-F8 is the bridge tunnel encapsulation of 802.1H: the same layout.
        if (bytes[3] != 0 || bytes[4] != 0 || (bytes[5] != 0 && bytes[5] != 0xf8))
        {
            return DecodeStatus.Unsupported;
        }
        view = new LlcSnapHeader(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SNAP type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
