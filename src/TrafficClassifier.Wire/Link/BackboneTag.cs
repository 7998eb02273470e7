using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x88e7: the I-TAG of provider backbone bridges (IEEE 802.1Q 9.7), then the customer's whole Ethernet frame.
/// <code>
///  0       1                4
/// +-------+----------------+------------------
/// |PCP,D,U| service (24)   | Ethernet frame
/// +-------+----------------+------------------
/// </code>
/// </summary>
public readonly ref struct BackboneTag : IWireView<BackboneTag>
{
    public const int Length = 4;
    private readonly ReadOnlySpan<byte> _bytes;

    private BackboneTag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public uint Service => BinaryPrimitives.ReadUInt32BigEndian(_bytes) & 0x00ff_ffff;

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out BackboneTag view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new BackboneTag(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ITAG service={Service} payload={Payload.Length}");
}
