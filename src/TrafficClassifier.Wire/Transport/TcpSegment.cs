using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Transport;

/// <summary>
/// A TCP segment (RFC 9293 3.1).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Source Port          |       Destination Port        |
/// |                        Sequence Number                        |
/// |                    Acknowledgment Number                      |
/// |  Data |       |C|E|U|A|P|R|S|F|                               |
/// | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
/// |           Checksum            |         Urgent Pointer        |
/// |                           [Options]                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </summary>
public readonly ref struct TcpSegment : IWireView<TcpSegment>
{
    public const int ShortestHeader = 20;

    /// <summary>SYN, FIN, RST.</summary>
    public const byte EdgeFlags = 0x07;

    private readonly ReadOnlySpan<byte> _bytes;

    private TcpSegment(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public int HeaderLength => (_bytes[12] >> 4) * 4;

    public bool IsSyn => (_bytes[13] & 0x02) != 0;

    public bool IsAck => (_bytes[13] & 0x10) != 0;

    public bool IsFin => (_bytes[13] & 0x01) != 0;

    public bool IsReset => (_bytes[13] & 0x04) != 0;

    /// <summary>It opens or ends a connection.</summary>
    public bool IsEdge => (_bytes[13] & EdgeFlags) != 0;

    /// <summary>Of the first byte of payload: a SYN takes a number of its own (RFC 9293 3.4).</summary>
    public uint PayloadSequence => SequenceNumber + (IsSyn ? 1u : 0);

    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TcpSegment view)
    {
        view = default;
        if (bytes.Length < ShortestHeader)
        {
            return DecodeStatus.Truncated;
        }
        var headerLength = (bytes[12] >> 4) * 4;
        if (headerLength < ShortestHeader)
        {
            return DecodeStatus.Malformed;
        }
        if (headerLength > bytes.Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new TcpSegment(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"TCP {SourcePort} > {DestinationPort} seq={SequenceNumber} syn={IsSyn} ack={IsAck} fin={IsFin} rst={IsReset} edge={IsEdge} payload at {PayloadSequence} header={HeaderLength} payload={Payload.Length}");
}
