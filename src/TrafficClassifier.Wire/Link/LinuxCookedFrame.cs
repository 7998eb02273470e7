using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// Linux cooked capture, version 1 (LINKTYPE_LINUX_SLL, tcpdump.org/linktypes).
/// <code>
///  0        2        4        6                    14       16
/// +--------+--------+--------+--------------------+--------+---------
/// | packet | ARPHRD | address| address, 8 bytes   |protocol| payload
/// | type   |        | length |                    |        |
/// +--------+--------+--------+--------------------+--------+---------
/// </code>
/// </summary>
public readonly ref struct LinuxCookedFrame : IWireView<LinuxCookedFrame>
{
    public const int HeaderLength = 16;
    private readonly ReadOnlySpan<byte> _bytes;

    private LinuxCookedFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort PacketType => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort HardwareType => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The sender's link-layer address, as far as the header has room for it.</summary>
    public ReadOnlySpan<byte> Sender => _bytes.Slice(6, Math.Min(BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]), (ushort)8));

    public ushort Protocol => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out LinuxCookedFrame view)
    {
        if (bytes.Length < HeaderLength)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new LinuxCookedFrame(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SLL {PacketType} hw={HardwareType} from={Convert.ToHexStringLower(Sender)} protocol=0x{Protocol:x4} payload={Payload.Length}");
}
