using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>
/// Tells DNS in a datagram of any port by its form alone: resolvers on ports of their own, DNSCrypt's certificates on 443. A guess must not
/// be wrong, so the message has to be one of today's (RFC 9619: one question) and to fill the datagram to its last byte.
/// </summary>
internal static class DnsByForm
{
    /// <summary>A header and the shortest question: the root.</summary>
    private const int Shortest = DnsMessage.HeaderLength + 5;

    /// <summary>RFC 1002 4.2: NetBIOS speaks a dialect of DNS about names of its own.</summary>
    private const ushort NetBiosPort = 137;

    private const ushort Internet = 1, AnyClass = 255;

    /// <summary>RFC 6895 3.1: types are given out from 1 on, and none above is met in questions.</summary>
    private const ushort HighestType = 261;

    /// <summary>RFC 6895 2.3; those above the header's four bits are in EDNS.</summary>
    private const int HighestResponseCode = 11;

    /// <summary>OPT and TSIG, or a padding.</summary>
    private const int MostAdditional = 2;

    /// <summary>Bulk traffic goes no further than the first two compares.</summary>
    public static bool MayBe(scoped in FrameContext context, ReadOnlySpan<byte> payload) =>
        // Of RFC 1035 4.1.1: opcode 0, Z zero, one question.
        payload.Length >= Shortest && (BinaryPrimitives.ReadUInt32BigEndian(payload[2..]) & 0x7840_ffff) == 1
        && HasSaneHeader(payload) && context.SourcePort != NetBiosPort && context.DestinationPort != NetBiosPort;

    public static bool IsOne(ReadOnlySpan<byte> payload)
    {
        if (DnsMessage.TryRead(payload, out var message) != DecodeStatus.Ok || message.Length != payload.Length)
        {
            return false;
        }
        foreach (var question in message.Questions)
        {
            if (question.Class is not (Internet or AnyClass) || question.Type.Value is 0 or > HighestType)
            {
                return false;
            }
        }
        foreach (var record in message.Records)
        {
            // OPT and TSIG, in the additional section, have a class of their own kind.
            if (record.Section != DnsSection.Additional && record.Class != Internet)
            {
                return false;
            }
        }
        return true;
    }

    private static bool HasSaneHeader(ReadOnlySpan<byte> header)
    {
        if ((header[2] & 0x80) != 0)
        {
            return (header[3] & 0x0f) <= HighestResponseCode;
        }
        // A query: AA, TC, RA and the code are a server's, and so are answers.
        return (header[2] & 0x06) == 0 && (header[3] & 0x8f) == 0 && BinaryPrimitives.ReadUInt32BigEndian(header[6..]) == 0
            && BinaryPrimitives.ReadUInt16BigEndian(header[10..]) <= MostAdditional;
    }
}
