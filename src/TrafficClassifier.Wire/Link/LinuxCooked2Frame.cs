using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// Linux cooked capture, version 2 (LINKTYPE_LINUX_SLL2, tcpdump.org/linktypes).
/// <code>
///  0        2        4               8        10   11   12                  20
/// +--------+--------+---------------+--------+----+----+-------------------+---------
/// |protocol|reserved|interface index| ARPHRD |type|len | address, 8 bytes  | payload
/// +--------+--------+---------------+--------+----+----+-------------------+---------
/// </code>
/// </summary>
public readonly ref struct LinuxCooked2Frame : IWireView<LinuxCooked2Frame>
{
    public const int HeaderLength = 20;
    private readonly ReadOnlySpan<byte> _bytes;

    private LinuxCooked2Frame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort Protocol => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public uint InterfaceIndex => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public ushort HardwareType => BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);

    public byte PacketType => _bytes[10];

    /// <summary>The sender's link-layer address, as far as the header has room for it.</summary>
    public ReadOnlySpan<byte> Sender => _bytes.Slice(12, Math.Min(_bytes[11], (byte)8));

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out LinuxCooked2Frame view)
    {
        if (bytes.Length < HeaderLength)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new LinuxCooked2Frame(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SLL2 {PacketType} if={InterfaceIndex} hw={HardwareType} from={Convert.ToHexStringLower(Sender)} protocol=0x{Protocol:x4} payload={Payload.Length}");
}
