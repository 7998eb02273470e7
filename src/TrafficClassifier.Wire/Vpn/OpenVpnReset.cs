using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Vpn;

/// <summary>
/// The packet with which an OpenVPN client begins (openvpn-rfc, 2.1; ssl_pkt.h): P_CONTROL_HARD_RESET_CLIENT_V2 or _V3.
/// <code>
///  0                  1            9
/// +--------+---------+------------+-----------------------------------------------------------
/// | opcode | key id  | session id | plain: acks (1), packet id (4); else HMAC, packet id, time ...
/// | 5 bits | 3 bits  |     8      |
/// +--------+---------+------------+-----------------------------------------------------------
/// </code>
/// </summary>
public readonly ref struct OpenVpnReset : IWireView<OpenVpnReset>
{
    private const byte ClientV2 = 7, ClientV3 = 10;

    /// <summary>Without authentication: opcode, session id, no acknowledgement, packet id.</summary>
    private const int Shortest = 14;

    private readonly ReadOnlySpan<byte> _bytes;

    private OpenVpnReset(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte Opcode => (byte)(_bytes[0] >> 3);

    public ulong SessionId => BinaryPrimitives.ReadUInt64BigEndian(_bytes[1..]);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out OpenVpnReset view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        // A session begins with key 0: the low three bits.
        if (bytes[0] is not (ClientV2 << 3 or ClientV3 << 3))
        {
            return DecodeStatus.Unsupported;
        }
        if (bytes.Length < Shortest)
        {
            return DecodeStatus.Truncated;
        }
        view = new OpenVpnReset(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"OpenVPN reset opcode={Opcode} session={SessionId:x16}");
}
