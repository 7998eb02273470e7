using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A frame relay frame: the address of Q.922 (2 to 4 bytes, the last one odd), then the multiprotocol header of RFC 2427 (control, pad?,
/// NLPID), or an EtherType as Cisco has it.
/// <code>
///  0             2 .. 4
/// +-------------+--------------------------+---------
/// | address     | 03, 00?, NLPID, or type  | payload
/// +-------------+--------------------------+---------
/// </code>
/// </summary>
public readonly ref struct FrameRelayFrame : IWireView<FrameRelayFrame>
{
    private const int LongestAddress = 4;
    private const byte Unnumbered = 0x03;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    private FrameRelayFrame(ReadOnlySpan<byte> bytes, ushort type, bool isEtherType, int payloadStart)
    {
        _bytes = bytes;
        Type = type;
        IsEtherType = isEtherType;
        _payloadStart = payloadStart;
    }

    /// <summary>An EtherType or an NLPID.</summary>
    public ushort Type { get; }

    public bool IsEtherType { get; }

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out FrameRelayFrame view)
    {
        view = default;
        var at = 0;
        while (at < bytes.Length && (bytes[at] & 1) == 0)
        {
            if (++at == LongestAddress)
            {
                return DecodeStatus.Malformed;
            }
        }
        at++;
        if (bytes.Length < at + 2)
        {
            return DecodeStatus.Truncated;
        }
        if (at == 1)
        {
            return DecodeStatus.Malformed; // the first byte of an address is never the last
        }
        if (bytes[at] != Unnumbered)
        {
            view = new FrameRelayFrame(bytes, BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]), true, at + 2);
            return DecodeStatus.Ok;
        }
        at++;
        if (bytes[at] == 0 && ++at == bytes.Length) // RFC 2427 3: one pad byte, to align
        {
            return DecodeStatus.Truncated;
        }
        view = new FrameRelayFrame(bytes, bytes[at], false, at + 1);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"FR type=0x{Type:x} ethertype={IsEtherType} payload={Payload.Length}");
}
