using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// Linux's netfilter log (LINKTYPE_NFLOG): attributes up to the packet, of type 9; their numbers are in the host's byte order.
/// <code>
///  0        1     2          4        6       8
/// +--------+-----+----------+--------+-------+--------+-----
/// | family | 0   | resource | length | type  | value  | pad, ...
/// +--------+-----+----------+--------+-------+--------+-----
/// </code>
/// </summary>
public readonly ref struct NflogPacket : IWireView<NflogPacket>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private NflogPacket(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public byte Family => _bytes[0];

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out NflogPacket view)
    {
        view = default;
        if (bytes.Length < 4)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[1] != 0)
        {
            return DecodeStatus.Unsupported;
        }
        const int payloadType = 9;
        var start = 4;
        for (; ; )
        {
            if (bytes.Length < start + 4)
            {
                return DecodeStatus.Truncated;
            }
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[start..]);
            var type = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(start + 2)..]);
            if ((type & 0xff) == 0 && (length & 0xff) < 4)
            {
                length = BinaryPrimitives.ReverseEndianness(length); // a big-endian host: types are small numbers
                type = BinaryPrimitives.ReverseEndianness(type);
            }
            if (length < 4)
            {
                return DecodeStatus.Malformed;
            }
            if (type == payloadType)
            {
                start += 4;
                break;
            }
            start += (length + 3) & ~3;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new NflogPacket(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"NFLOG family={Family} payload={Payload.Length}");
}
