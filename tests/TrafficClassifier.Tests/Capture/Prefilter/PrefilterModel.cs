using System.Text;
using System.Text.RegularExpressions;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>
/// What the prefilter should pass, said of the frame's description and not of its bytes: written from the classifier's needs, without a look at
/// the programs.
/// </summary>
internal sealed partial class PrefilterModel(Func<FrameShape, bool> opensTunnel)
{
    private static readonly byte[] _tunnelProtocols = [4, 41, 47, 97, 137];
    private static readonly int[] _tunnelPorts = [1701, 2152, 3544, 4789, 4790, 5072, 5247, 6081, 6635, 8472];

    /// <summary>EtherTypes that carry others: labels, sessions, tags that are no VLAN's.</summary>
    private static readonly int[] _carriers = [0x8847, 0x8848, 0x8864, 0x880b, 0x6558, 0x8909, 0x8926, 0x893f, 0x892f, 0x88e5, 0x88e7, 0x22f3, 0x894f];

    public bool Passes(FrameShape frame) => frame switch
    {
        { Tags.Length: > 2 } => true,
        { EtherType: { } type } when type is not (0x0800 or 0x86dd) => type == 0x0806 || _carriers.Contains(type),
        { IsIpv6: true, Extension: not null } => true,
        { IsIpv6: true, Piece: not Piece.Whole } => true,
        { Protocol: 51 } => true,
        { Protocol: 6 or 17, Piece: not Piece.Whole } => true,
        { Protocol: 6 } => Segment(frame),
        { Protocol: 17 } => Datagram(frame),
        { Protocol: 58, IsIpv6: true } => frame.Payload is [135 or 136, ..],
        _ => _tunnelProtocols.Contains(frame.Protocol) && opensTunnel(frame),
    };

    private static bool Segment(FrameShape frame)
    {
        var (fin, syn, reset, ack) = ((frame.Flags & 1) != 0, (frame.Flags & 2) != 0, (frame.Flags & 4) != 0, (frame.Flags & 16) != 0);
        if (fin || reset || (syn && (!ack || frame.SourcePort == 53)))
        {
            return true;
        }
        return frame.Payload.Length > 0 && (IsFromClient(frame) || MayBegin(frame.Payload));
    }

    public static bool IsFromClient(FrameShape frame) =>
        frame.DestinationPort is < 1024 or 1194 or 8080 or 8443 || frame.SourcePort == 53 || (frame.SourcePort >= 1024 && frame.DestinationPort < frame.SourcePort);

    /// <summary>As far as the first bytes tell, be there ever so few.</summary>
    public static bool MayBegin(byte[] payload) => payload is [0x16] or [0x16, 3, ..] and ({ Length: < 6 } or [_, _, _, _, _, 1, ..])
        || (payload is [0x16, _, _] or [0x16, _]) // fewer than four: only the first is looked at
        || Request().IsMatch(Encoding.Latin1.GetString(payload));

    [GeneratedRegex(@"^([A-Z].{0,2}$|(?!HTTP/)[A-Z]{3}[A-Z \-_])", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Request();

    private bool Datagram(FrameShape frame)
    {
        var (source, destination, payload) = (frame.SourcePort, frame.DestinationPort, frame.Payload);
        if (source is 53 or 5353 or 5355 || destination is 53 or 5353 or 5355 or 67 or 68 or 546 or 547 or 500)
        {
            return true;
        }
        if ((_tunnelPorts.Contains(source) || _tunnelPorts.Contains(destination)) && opensTunnel(frame))
        {
            return true;
        }
        return payload.Length >= 14 && (Dns(payload) || payload[0] switch
        {
            >= 0x80 => Quic(source, destination, payload),
            0x01 when payload is [1, 0, 0, 0, ..] => payload.Length == 148,
            var first when (first & 0xcb) == 0x09 => payload.AsSpan(9).StartsWith("Q0"u8),
            0x16 when payload[1] == 0xfe => payload[13] == 1,
            0 => destination == 4500 && payload is [0, 0, 0, 0, ..],
            4 => destination is 1813 or 1646,
            0x38 or 0x50 => destination == 1194,
            _ => false,
        });
    }

    private static bool Dns(byte[] payload) => (payload[2] & 0x78) == 0 && (payload[3] & 0x40) == 0 && payload[4] == 0 && payload[5] == 1;

    private static bool Quic(int source, int destination, byte[] payload)
    {
        var version = Convert.ToHexStringLower(payload.AsSpan(1, 4));
        return destination == 443 || version.StartsWith("5130", StringComparison.Ordinal)
            || (payload.Length >= 1200 && source != 443 && KnownVersion().IsMatch(version));
    }

    [GeneratedRegex("^(00000001|6b3343cf|ff0000..|faceb0..|543035..)$")]
    private static partial Regex KnownVersion();
}
