using System.Globalization;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// A protected long-header packet of a known version that tells its length: Initial, 0-RTT or Handshake (RFC 9000 17.2.2 - 17.2.4).
/// The length also tells where the next packet of the datagram begins (12.2).
/// <code>
/// +-------------+--------------------------+--------+---------------+---------
/// | long header | token length (v), token  | length | packet number | payload, tag
/// |             | of an Initial only       |  (v)   |    1 - 4      |
/// +-------------+--------------------------+--------+---------------+---------
///                                                    \___ length bytes ______/
/// </code>
/// </summary>
public readonly ref struct QuicPacket : IWireView<QuicPacket>
{
    /// <summary>RFC 9001 5.4.2: the sample for header protection begins 4 bytes behind the packet number's start, and has 16.</summary>
    internal const int SampleOffset = 4;
    internal const int SampleLength = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _tokenStart;
    private readonly int _tokenLength;

    private QuicPacket(ReadOnlySpan<byte> bytes, QuicLongHeader header, QuicPacketType type, int tokenStart, int tokenLength, int packetNumberStart)
    {
        _bytes = bytes;
        Header = header;
        Type = type;
        _tokenStart = tokenStart;
        _tokenLength = tokenLength;
        PacketNumberStart = packetNumberStart;
    }

    public QuicLongHeader Header { get; }

    public QuicPacketType Type { get; }

    /// <summary>What the server gave the client to show it again (RFC 9000 8.1); only Initials have one.</summary>
    public ReadOnlySpan<byte> Token => _bytes.Slice(_tokenStart, _tokenLength);

    /// <summary>Where the protected part begins.</summary>
    public int PacketNumberStart { get; }

    /// <summary>The packet, and no other one of the datagram.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out QuicPacket view)
    {
        view = default;
        var status = QuicLongHeader.TryRead(bytes, out var header);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }
        if (!header.Version.IsKnown)
        {
            return DecodeStatus.Unsupported;
        }
        var type = header.Version.TypeOf(bytes[0]);
        if (type == QuicPacketType.Retry)
        {
            return DecodeStatus.Unsupported; // it fills the datagram and carries no frames (RFC 9000 17.2.5)
        }
        var at = header.Length;
        ulong token = 0;
        if (type == QuicPacketType.Initial && !QuicVarint.TryRead(bytes, ref at, out token))
        {
            return DecodeStatus.Truncated;
        }
        if (token > (ulong)(bytes.Length - at))
        {
            return DecodeStatus.Truncated;
        }
        var tokenStart = at;
        at += (int)token;
        if (!QuicVarint.TryRead(bytes, ref at, out var length))
        {
            return DecodeStatus.Truncated;
        }
        if (length < SampleOffset + SampleLength)
        {
            return DecodeStatus.Malformed; // RFC 9001 5.4.2: too short for a sample, to be discarded
        }
        if (length > (ulong)(bytes.Length - at))
        {
            return DecodeStatus.Truncated;
        }
        view = new QuicPacket(bytes[..(at + (int)length)], header, type, tokenStart, (int)token, at);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Type} {Header.ToString()} token={Token.Length} protected={PacketNumberStart}..{Bytes.Length}");
}
