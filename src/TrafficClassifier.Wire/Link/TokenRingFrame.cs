using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A token ring frame (IEEE 802.5 3.1): the first bit of the source says that a route of its own length follows.
/// <code>
///  0        1         2              8           14
/// +--------+---------+--------------+-----------+--------+---------
/// | access | control | destination  | source    | route? | LLC
/// +--------+---------+--------------+-----------+--------+---------
/// </code>
/// </summary>
public readonly ref struct TokenRingFrame : IWireView<TokenRingFrame>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private TokenRingFrame(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public bool IsData => (_bytes[1] & 0xc0) == 0x40;

    public ReadOnlySpan<byte> Source => _bytes.Slice(8, 6);

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TokenRingFrame view)
    {
        view = default;
        if (bytes.Length < 14)
        {
            return DecodeStatus.Truncated;
        }
        var start = 14;
        if ((bytes[8] & 0x80) != 0)
        {
            if (bytes.Length < 15)
            {
                return DecodeStatus.Truncated;
            }
            start += Math.Max(2, bytes[14] & 0x1f);
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new TokenRingFrame(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TR {Convert.ToHexStringLower(Source)} data={IsData} payload={Payload.Length}");
}
