using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// What the receiver says of an 802.11 frame (radiotap.org; little-endian). Its fields are passed over.
/// <code>
///  0        1     2        4         len
/// +--------+-----+--------+---------+---------
/// | 0      | pad | length | fields  | 802.11
/// +--------+-----+--------+---------+---------
/// </code>
/// </summary>
public readonly ref struct RadiotapHeader : IWireView<RadiotapHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private RadiotapHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out RadiotapHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != 0)
        {
            return DecodeStatus.Unsupported;
        }
        int start = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (start < 8)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new RadiotapHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"RADIOTAP payload={Payload.Length}");
}
