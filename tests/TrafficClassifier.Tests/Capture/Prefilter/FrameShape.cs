using System.Buffers.Binary;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>A frame as one would describe it. Its bytes are written here; the model never looks at them.</summary>
internal sealed record FrameShape
{
    /// <summary>EtherTypes of the tags, outermost first.</summary>
    public ushort[] Tags { get; init; } = [];

    /// <summary>Null: the family's.</summary>
    public ushort? EtherType { get; init; }

    public bool IsIpv6 { get; init; }

    /// <summary>Bytes of IPv4's options.</summary>
    public int Options { get; init; }

    /// <summary>First of IPv6's extension headers; 0 is hop-by-hop.</summary>
    public byte? Extension { get; init; }

    public Piece Piece { get; init; }

    public byte Protocol { get; init; }

    public string Source { get; init; } = "10.1.200.3";

    public string Source6 { get; init; } = "2001:db8:0:8001::3";

    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    public byte Flags { get; init; }

    public byte[] Payload { get; init; } = [];

    /// <summary>Bytes behind the packet, as short Ethernet frames have them.</summary>
    public int Padding { get; init; }

    /// <summary>The packet's length field is zero, as segmentation offload leaves it.</summary>
    public bool HasNoLength { get; init; }

    public byte[] ToBytes()
    {
        List<byte> frame = [0x00, 0x1b, 0x0d, 0x63, 0x00, 0x01, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55];
        foreach (var tag in Tags)
        {
            frame.AddRange([.. Two(tag), 0x00, 0x64]);
        }
        frame.AddRange(Two(EtherType ?? (IsIpv6 ? 0x86dd : 0x0800)));
        var packet = Transport();
        frame.AddRange(IsIpv6 ? Ipv6(packet) : Ipv4(packet));
        frame.AddRange(Enumerable.Repeat((byte)0x47, Padding)); // a letter that could begin a request
        return [.. frame];
    }

    public override string ToString() =>
        $"tags {Tags.Length} type {EtherType:x4} {(IsIpv6 ? "v6" : "v4")} options {Options} extension {Extension} {Piece} protocol {Protocol} from {Source} {Source6} "
        + $"{SourcePort} > {DestinationPort} flags {Flags:x2} padding {Padding} {HasNoLength} payload {Payload.Length} {Convert.ToHexStringLower(Payload.AsSpan(0, Math.Min(20, Payload.Length)))}";

    private byte[] Transport() => Protocol switch
    {
        6 => [.. Two(SourcePort), .. Two(DestinationPort), 0, 0, 0x10, 0, 0, 0, 0, 1, 0x80, Flags, 0xff, 0xff, 0, 0, 0, 0, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, .. Payload],
        17 => [.. Two(SourcePort), .. Two(DestinationPort), .. Two(8 + Payload.Length), 0, 0, .. Payload],
        _ => Payload,
    };

    private byte[] Ipv4(byte[] packet)
    {
        var length = HasNoLength ? 0 : 20 + Options + packet.Length;
        var place = Piece switch { Piece.First => 0x2000, Piece.Later => 0x00b9, Piece.Middle => 0x20b9, _ => 0x4000 };
        return [(byte)(0x45 + (Options / 4)), 0, .. Two(length), 0x12, 0x34, .. Two(place), 64, Protocol, 0, 0,
            .. System.Net.IPAddress.Parse(Source).GetAddressBytes(), 192, 0, 2, 9, .. Enumerable.Repeat((byte)1, Options), .. packet];
    }

    private byte[] Ipv6(byte[] packet)
    {
        byte[] extension = Piece == Piece.Whole ? Extension is null ? [] : [Protocol, 0, 0, 0, 0, 0, 0, 0]
            : [Protocol, 0, .. Two(Piece switch { Piece.First => 0x0001, Piece.Later => 0x05a8, _ => 0x05a9 }), 0, 0, 0, 7];
        var next = Piece == Piece.Whole ? Extension ?? Protocol : (byte)44;
        return [0x60, 0, 0, 0, .. Two(HasNoLength ? 0 : extension.Length + packet.Length), next, 64,
            .. System.Net.IPAddress.Parse(Source6).GetAddressBytes(), 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, .. extension, .. packet];
    }

    private static byte[] Two(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}

/// <summary>Which piece of a fragmented packet a frame is.</summary>
internal enum Piece
{
    Whole,
    First,
    Middle,
    Later,
}
