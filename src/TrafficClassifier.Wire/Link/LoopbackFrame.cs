using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// BSD loopback (LINKTYPE_NULL and LINKTYPE_LOOP, tcpdump.org/linktypes): a 4-byte address family, in the byte order of the capturing
/// host (NULL) or of the network (LOOP). Families are small numbers, so the order is read off the value itself.
/// <code>
///  0                4
/// +----------------+---------
/// | address family | payload
/// +----------------+---------
/// </code>
/// </summary>
public readonly ref struct LoopbackFrame : IWireView<LoopbackFrame>
{
    public const int HeaderLength = 4;
    private readonly ReadOnlySpan<byte> _bytes;

    private LoopbackFrame(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public uint Family
    {
        get
        {
            var little = BinaryPrimitives.ReadUInt32LittleEndian(_bytes);
            return little <= ushort.MaxValue ? little : BinaryPrimitives.ReverseEndianness(little);
        }
    }

    /// <summary>AF_INET6 is 24, 28 or 30, as the BSD at hand has it; 10 on Linux.</summary>
    public ushort EtherType => Family switch
    {
        2 => Link.EtherType.Ipv4,
        10 or 24 or 28 or 30 => Link.EtherType.Ipv6,
        // No family is this large: some programs write an EtherType into the last two bytes.
        > ushort.MaxValue => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]),
        _ => 0,
    };

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out LoopbackFrame view)
    {
        if (bytes.Length < HeaderLength)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new LoopbackFrame(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"NULL family={Family} type=0x{EtherType:x4} payload={Payload.Length}");
}
