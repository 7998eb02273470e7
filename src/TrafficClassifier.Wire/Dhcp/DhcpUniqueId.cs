using System.Buffers.Binary;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// A DUID (RFC 8415 11): names a client over all its interfaces and both protocols.
/// <code>
///  0       2       4           8
/// +-------+-------+-----------+------------------
/// | 1 LLT | htype | time      | hardware address       RFC 8415 11.2
/// | 3 LL  | htype | hardware address                   RFC 8415 11.4
/// | 2 EN, 4 UUID  | ...                                RFC 8415 11.3, RFC 6355
/// </code>
/// </summary>
public static class DhcpUniqueId
{
    private const byte NodeSpecific = 255;
    private const int AssociationIdLength = 4;

    /// <summary>The Ethernet address that the DUID was made of; empty where there is none. It may be that of another interface of the client.</summary>
    public static ReadOnlySpan<byte> EthernetOf(ReadOnlySpan<byte> duid)
    {
        if (duid.Length < 4 || BinaryPrimitives.ReadUInt16BigEndian(duid[2..]) != 1)
        {
            return default;
        }
        return (BinaryPrimitives.ReadUInt16BigEndian(duid), duid.Length) switch
        {
            (1, 14) => duid[8..],
            (3, 10) => duid[4..],
            _ => default,
        };
    }

    /// <summary>The DUID inside a DHCPv4 client id of RFC 4361 6.1 (type 255, IAID, DUID); any other client id as it is.</summary>
    public static ReadOnlySpan<byte> OfClientId(ReadOnlySpan<byte> clientId)
    {
        if (clientId.Length < 1 + AssociationIdLength + 3 || clientId[0] != NodeSpecific)
        {
            return clientId;
        }
        var duid = clientId[(1 + AssociationIdLength)..];
        return BinaryPrimitives.ReadUInt16BigEndian(duid) is >= 1 and <= 4 ? duid : clientId;
    }
}
