using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// A mirrored frame's header behind GRE: type II (protocol 0x88be with a sequence number) or type III (0x22eb), told by its version
/// (draft-foschiano-erspan 4.2, 4.3). Type I has none.
/// <code>
///  0         2         4         8            (12)       (20)
/// +---+------+---------+---------+------------+----------+---------
/// |ver| VLAN | session | II: port| III: group,| platform | frame
/// |1 2|      |         | III:time| flags, O   | if O     |
/// +---+------+---------+---------+------------+----------+---------
/// </code>
/// </summary>
public readonly ref struct ErspanHeader : IWireView<ErspanHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private ErspanHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public int Type => (_bytes[0] >> 4) + 1;

    public int Session => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]) & 0x03ff;

    public bool IsIp => Type == 3 && ((_bytes[10] >> 2) & 0x1f) == 2;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ErspanHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] >> 4 is not (1 or 2))
        {
            return DecodeStatus.Unsupported;
        }
        var start = 8;
        if (bytes[0] >> 4 == 2)
        {
            if (bytes.Length < 12)
            {
                return DecodeStatus.Truncated;
            }
            start = (bytes[11] & 1) != 0 ? 20 : 12; // O: the platform specific subheader
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new ErspanHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ERSPAN {Type} session={Session} ip={IsIp} payload={Payload.Length}");
}
