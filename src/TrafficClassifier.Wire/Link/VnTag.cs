using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x8926: Cisco's VN-tag of interface virtualizers, as Wireshark reads it.
/// <code>
///  0                4       6
/// +-+-+------------+-------+---------
/// |D|P|dst, src vif| type  | payload
/// +-+-+------------+-------+---------
/// </code>
/// </summary>
public readonly ref struct VnTag : IWireView<VnTag>
{
    public const int Length = 6;
    private readonly ReadOnlySpan<byte> _bytes;

    private VnTag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int SourceInterface => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]) & 0x0fff;

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out VnTag view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new VnTag(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"VNTAG source={SourceInterface} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
