using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// An Ethernet header (IEEE 802.3 3.1.1), Ethernet II or 802.3 with length.
/// <code>
///  0                   6                  12      14
/// +-------------------+-------------------+-------+----------------
/// |    destination    |      source       |type/  | payload, may end
/// |                   |                   |length | in padding
/// +-------------------+-------------------+-------+----------------
/// </code>
/// </summary>
public readonly ref struct EthernetFrame : IWireView<EthernetFrame>
{
    public const int HeaderLength = 14;
    private readonly ReadOnlySpan<byte> _bytes;

    private EthernetFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>EtherType, or below <see cref="EtherType.Smallest"/> the length of what follows.</summary>
    public ushort TypeOrLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);

    public ReadOnlySpan<byte> Destination => _bytes[..6];

    public ReadOnlySpan<byte> Source => _bytes[6..12];

    /// <summary>All behind the header, padding included: only the next layer's own length ends it.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out EthernetFrame view)
    {
        if (bytes.Length < HeaderLength)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new EthernetFrame(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ETH {Convert.ToHexStringLower(Source)} > {Convert.ToHexStringLower(Destination)} type=0x{TypeOrLength:x4} payload={Payload.Length}");
}
