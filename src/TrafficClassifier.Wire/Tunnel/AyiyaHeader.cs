using System.Globalization;

namespace TrafficClassifier.Wire.Tunnel;

/// <summary>
/// Anything in anything (draft-massar-v6ops-ayiya-02 3.1): a header of 8 bytes, the identity (2^n bytes) and the signature.
/// <code>
///  0         1         2         3        4         8
/// +---------+---------+---------+--------+---------+----------+-----------+---------
/// |n | type |sig| hash|auth| op | next   | epoch   | identity | signature | payload
/// +---------+---------+---------+--------+---------+----------+-----------+---------
/// </code>
/// </summary>
public readonly ref struct AyiyaHeader : IWireView<AyiyaHeader>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private AyiyaHeader(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public int Operation => _bytes[2] & 0x0f;

    public byte NextHeader => _bytes[3];

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out AyiyaHeader view)
    {
        view = default;
        if (bytes.Length < 8)
        {
            return DecodeStatus.Truncated;
        }
        if ((bytes[2] & 0x0f) > 4)
        {
            return DecodeStatus.Unsupported;
        }
        var start = 8 + (1 << (bytes[0] >> 4)) + ((bytes[1] >> 4) * 4);
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new AyiyaHeader(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AYIYA op={Operation} next={NextHeader} payload={Payload.Length}");
}
