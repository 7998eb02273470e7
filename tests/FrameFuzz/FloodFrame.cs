using System.Buffers.Binary;

namespace TrafficClassifier.FrameFuzz;

/// <summary>A frame of a flood: the same but for addresses, ports, names and hardware addresses that come from its number.</summary>
internal sealed class FloodFrame
{
    private const int Ethernet = 14, Ipv4 = 20, Tcp = 20, Udp = 8;
    private readonly byte[] _bytes;
    private readonly FloodKind _kind;

    public FloodFrame(FloodKind kind)
    {
        _kind = kind;
        _bytes = kind switch
        {
            FloodKind.Flows => Packet(6, Segment(0x02, [])),
            FloodKind.Hellos => Packet(6, Segment(0x18, [22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, .. new byte[36], 1, 0xd4, .. new byte[260]])),
            FloodKind.Fragments => Packet(17, [0, 53, 0x40, 0, 2, 0, 0, 0, .. new byte[512]], fragment: 0x2000),
            FloodKind.Answers => Packet(17, Datagram(53, 40000, Answer)),
            FloodKind.Leases => Packet(17, Datagram(67, 68, Acknowledgement)),
            _ => Packet(17, Datagram(40000, 443, [0xc3, 0, 0, 0, 1, 8, .. new byte[8], 0, 0, 0x45, 0, .. new byte[1280]])),
        };
    }

    /// <summary>DNS: one question of a name of eight letters, one address for it.</summary>
    private static byte[] Answer =>
    [
        0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 8, .. new byte[8], 4, .. "test"u8, 0, 0, 1, 0, 1,
        0xc0, 12, 0, 1, 0, 1, 0, 1, 0x51, 0x80, 0, 4, 198, 51, 100, 1,
    ];

    /// <summary>DHCP: an ACK for an hour.</summary>
    private static byte[] Acknowledgement => [2, 1, 6, .. new byte[233], 0x63, 0x82, 0x53, 0x63, 53, 1, 5, 51, 4, 0, 0, 14, 16, 255];

    /// <summary>The frame of that number; good until the next.</summary>
    public ReadOnlySpan<byte> Number(uint number)
    {
        var mixed = number * 0x9e37_79b1u;
        var payload = _bytes.AsSpan(Ethernet + Ipv4);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(Ethernet + (_kind == FloodKind.Answers ? 16 : 12)), mixed);
        switch (_kind)
        {
            case FloodKind.Fragments:
                BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(Ethernet + 4), (ushort)number);
                break;
            case FloodKind.Answers:
                for (var i = 0; i < 8; i++)
                {
                    payload[Udp + 13 + i] = (byte)('a' + (mixed >> (4 * i) & 15));
                }
                BinaryPrimitives.WriteUInt32BigEndian(payload[^4..], number);
                break;
            case FloodKind.Leases:
                BinaryPrimitives.WriteUInt32BigEndian(payload[(Udp + 16)..], mixed);
                BinaryPrimitives.WriteUInt32BigEndian(payload[(Udp + 30)..], number);
                break;
            default:
                BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)(1024 + (number >> 8)));
                BinaryPrimitives.WriteUInt32BigEndian(payload[^4..], number);
                break;
        }
        return _bytes;
    }

    private static byte[] Packet(byte protocol, byte[] payload, ushort fragment = 0)
    {
        var length = Ipv4 + payload.Length;
        return
        [
            2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0,
            0x45, 0, (byte)(length >> 8), (byte)length, 0, 1, (byte)(fragment >> 8), (byte)fragment, 64, protocol, 0, 0, 10, 0, 0, 1, 198, 51, 100, 7,
            .. payload,
        ];
    }

    private static byte[] Segment(byte flags, byte[] payload) => [0x9c, 0x40, 1, 0xbb, 0, 0, 0, 1, 0, 0, 0, 1, Tcp / 4 << 4, flags, 0xff, 0xff, 0, 0, 0, 0, .. payload];

    private static byte[] Datagram(ushort source, ushort destination, byte[] payload)
    {
        var length = Udp + payload.Length;
        return [(byte)(source >> 8), (byte)source, (byte)(destination >> 8), (byte)destination, (byte)(length >> 8), (byte)length, 0, 0, .. payload];
    }
}
