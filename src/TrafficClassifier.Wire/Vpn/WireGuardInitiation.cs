using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Vpn;

/// <summary>
/// The first message of a WireGuard handshake (Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", 5.4.2), repeated every two
/// minutes as long as the tunnel is used.
/// <code>
///  0      1          4        8              40            88            116        132
/// +------+----------+--------+--------------+-------------+-------------+----------+----------+
/// | 1    | 0 0 0    | sender | ephemeral    | static, tag | time, tag   | mac 1    | mac 2    |
/// | 1 B  |   3 B    |  4 B   |    32 B      |   48 B      |   28 B      |  16 B    |  16 B    |
/// +------+----------+--------+--------------+-------------+-------------+----------+----------+
/// </code>
/// </summary>
public readonly ref struct WireGuardInitiation : IWireView<WireGuardInitiation>
{
    public const int Length = 148;
    private const uint TypeAndReserved = 0x01000000;
    private readonly ReadOnlySpan<byte> _bytes;

    private WireGuardInitiation(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The initiator's index of this session.</summary>
    public uint Sender => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[4..]);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out WireGuardInitiation view)
    {
        view = default;
        if (bytes.Length < 4)
        {
            return DecodeStatus.Truncated;
        }
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != TypeAndReserved)
        {
            return DecodeStatus.Unsupported;
        }
        if (bytes.Length < Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new WireGuardInitiation(bytes[..Length]);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"WireGuard initiation sender={Sender:x8}");
}
