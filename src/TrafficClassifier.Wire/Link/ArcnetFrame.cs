using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// An ARCnet frame as Linux captures it (LINKTYPE_ARCNET_LINUX): RFC 1051 packets follow the type; those of RFC 1201 2 have a split
/// flag and a sequence number before them.
/// <code>
///  0        1       2         4       5        6          8
/// +--------+-------+---------+-------+--------+----------+---------
/// | source | dest. | offset  | type  | split? | sequence?| payload
/// +--------+-------+---------+-------+--------+----------+---------
/// </code>
/// </summary>
public readonly ref struct ArcnetFrame : IWireView<ArcnetFrame>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private ArcnetFrame(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public byte Type => _bytes[4];

    public bool IsLaterFragment => _payloadStart == 8 && _bytes[5] != 0 && (_bytes[5] & 1) == 0;

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ArcnetFrame view)
    {
        view = default;
        if (bytes.Length < 5)
        {
            return DecodeStatus.Truncated;
        }
        var start = bytes[4] is 0xf0 or 0xf1 ? 5 : 8;
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new ArcnetFrame(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ARCNET type={Type:x2} fragment={IsLaterFragment} payload={Payload.Length}");
}
