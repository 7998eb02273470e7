using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Transport;

/// <summary>
/// A UDP datagram (RFC 768).
/// <code>
///  0        2        4        6        8
/// +--------+--------+--------+--------+---------
/// | source | dest.  | length |checksum| payload
/// | port   | port   |        |        |
/// +--------+--------+--------+--------+---------
/// </code>
/// </summary>
public readonly ref struct UdpDatagram : IWireView<UdpDatagram>
{
    public const int HeaderLength = 8;
    private readonly ReadOnlySpan<byte> _bytes;

    private UdpDatagram(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Ends where the length field says.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out UdpDatagram view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (length < HeaderLength)
        {
            return DecodeStatus.Malformed;
        }
        if (length > bytes.Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new UdpDatagram(bytes[..length]);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"UDP {SourcePort} > {DestinationPort} payload={Payload.Length}");
}
