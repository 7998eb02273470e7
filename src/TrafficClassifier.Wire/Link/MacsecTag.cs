using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What follows EtherType 0x88e5: a security tag (IEEE 802.1AE 9.3) of a frame that is authenticated, not encrypted.
/// <code>
///  0       1    2              6        (14)  6 or 14
/// +-------+----+--------------+----------+-------+---------------
/// |TCI, AN| SL | packet number| channel? | type  | payload, ICV
/// +-------+----+--------------+----------+-------+---------------
/// </code>
/// </summary>
public readonly ref struct MacsecTag : IWireView<MacsecTag>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _typeAt;

    private MacsecTag(ReadOnlySpan<byte> bytes, int typeAt)
    {
        _bytes = bytes;
        _typeAt = typeAt;
    }

    public uint PacketNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[2..]);

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[_typeAt..]);

    /// <summary>Ends in the integrity check value: only the next layer's own length ends it.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[(_typeAt + 2)..];

    /// <summary>An encrypted or changed frame (9.9: E, C) is <see cref="DecodeStatus.Unsupported"/>.</summary>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out MacsecTag view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[0] & 0x8c) != 0) // version, E, C
        {
            return DecodeStatus.Unsupported;
        }
        var typeAt = (bytes[0] & 0x20) != 0 ? 14 : 6; // SC: the channel is told
        if (bytes.Length < typeAt + 2)
        {
            return DecodeStatus.Truncated;
        }
        view = new MacsecTag(bytes, typeAt);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"MACSEC {PacketNumber} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
