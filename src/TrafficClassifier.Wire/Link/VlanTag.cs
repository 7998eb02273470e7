using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows a VLAN EtherType (IEEE 802.1Q 9.6): tag control information, then the type of what the tag wraps.
/// <code>
///  0       2       4
/// +---+-+---------+-------+---------
/// |PCP|D| VLAN id | type  | payload
/// +---+-+---------+-------+---------
/// </code>
/// </summary>
public readonly ref struct VlanTag : IWireView<VlanTag>
{
    public const int Length = 4;
    private readonly ReadOnlySpan<byte> _bytes;

    private VlanTag(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort VlanId => (ushort)(BinaryPrimitives.ReadUInt16BigEndian(_bytes) & 0x0fff);

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out VlanTag view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new VlanTag(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"VLAN id={VlanId} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
