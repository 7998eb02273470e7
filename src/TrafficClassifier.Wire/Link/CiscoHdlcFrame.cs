using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A frame of Cisco's HDLC (LINKTYPE_C_HDLC, tcpdump.org/linktypes; RFC 1547 4.3.1).
/// <code>
///  0        1        2        4
/// +--------+--------+--------+---------
/// | address| control| type   | payload
/// | 0f, 8f | 00     |        |
/// +--------+--------+--------+---------
/// </code>
/// </summary>
public readonly ref struct CiscoHdlcFrame : IWireView<CiscoHdlcFrame>
{
    public const int HeaderLength = 4;
    private readonly ReadOnlySpan<byte> _bytes;

    private CiscoHdlcFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte Address => _bytes[0];

    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out CiscoHdlcFrame view)
    {
        if (bytes.Length < HeaderLength)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new CiscoHdlcFrame(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"HDLC {Address:x2} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
