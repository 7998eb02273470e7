using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Vpn;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>
/// Tells a client's first message of a virtual private network by its form, and by its port where the form alone is weak. L2TP and PPTP
/// are left out: the one hides inside IPsec, whose IKE is recognised, the other hides nothing well and has died out.
/// </summary>
internal static class VpnHandshake
{
    public const ushort OpenVpnPort = 1194;
    private const ushort IkePort = 500, IkeNatPort = 4500;

    /// <summary>RFC 3948 2.2: between NATs, IKE stands behind four zero bytes, where ESP has its index.</summary>
    private const int NonEspMarkerLength = 4;

    public static bool IsDatagram(ushort destinationPort, ReadOnlySpan<byte> payload) => destinationPort switch
    {
        IkePort => IkeInitiation.TryRead(payload, out _) == DecodeStatus.Ok,
        IkeNatPort when payload.Length > NonEspMarkerLength && BinaryPrimitives.ReadUInt32BigEndian(payload) == 0 =>
            IkeInitiation.TryRead(payload[NonEspMarkerLength..], out _) == DecodeStatus.Ok,
        OpenVpnPort when OpenVpnReset.TryRead(payload, out _) == DecodeStatus.Ok => true,
        // Its servers listen on any port, and its length and first bytes are as good as one.
        _ => payload.Length == WireGuardInitiation.Length && WireGuardInitiation.TryRead(payload, out _) == DecodeStatus.Ok,
    };

    /// <summary>Over TCP each OpenVPN packet stands behind its length.</summary>
    public static bool IsSegment(ushort destinationPort, ReadOnlySpan<byte> payload) => destinationPort == OpenVpnPort
        && payload.Length > 2 && BinaryPrimitives.ReadUInt16BigEndian(payload) == payload.Length - 2
        && OpenVpnReset.TryRead(payload[2..], out _) == DecodeStatus.Ok;
}
