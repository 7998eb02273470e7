using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// An FDDI frame (LINKTYPE_FDDI; ISO 9314-2): frame control, addresses, LLC.
/// <code>
///  0         1              7           13
/// +---------+--------------+-----------+---------
/// | control | destination  | source    | LLC
/// +---------+--------------+-----------+---------
/// </code>
/// </summary>
public readonly ref struct FddiFrame : IWireView<FddiFrame>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private FddiFrame(ReadOnlySpan<byte> bytes, int payloadStart)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
    }

    public bool IsData => (_bytes[0] & 0x70) == 0x50;

    public ReadOnlySpan<byte> Source => _bytes.Slice(7, 6);

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out FddiFrame view)
    {
        view = default;
        if (bytes.Length < 13)
        {
            return DecodeStatus.Truncated;
        }
        const int start = 13;
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new FddiFrame(bytes, start);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"FDDI {Convert.ToHexStringLower(Source)} data={IsData} payload={Payload.Length}");
}
