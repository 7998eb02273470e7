using System.Buffers.Binary;

namespace TrafficClassifier.Wire.Tls;

/// <summary>
/// Joins the records that carry a ClientHello (RFC 8446 5.1: "handshake messages MAY be coalesced into a single TLSPlaintext record or
/// fragmented across several records"; even the handshake header may be split). Shown a stream that grows at its end, it looks at each
/// record once.
/// <code>
/// | 22 3 v length | handshake header, hello ... | 22 3 v length | ... hello, other handshake messages
/// </code>
/// </summary>
public struct HelloRecords
{
    /// <summary>The length field could say 16 MiB; no client sends more than this.</summary>
    public const int LongestHello = (1 << 14) + HandshakeHeaderLength;

    private const int HandshakeHeaderLength = 4;
    private const int LongestFragment = 1 << 14;

    /// <summary>Where the record begins that is not whole yet.</summary>
    private int _at;

    /// <summary>Handshake bytes in the records before it.</summary>
    private int _joined;

    private uint _header;

    /// <summary>The hello stands in one record: in the stream, behind <see cref="TlsRecord.HeaderLength"/> bytes.</summary>
    public readonly bool IsInOneRecord => _joined == 0;

    /// <summary>Nothing in these first bytes of a stream, however few they are, says that it is no hello.</summary>
    public static bool CouldBegin(ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && bytes[0] == TlsRecord.Handshake && (bytes.Length < 2 || bytes[1] == 3)
        && (bytes.Length <= TlsRecord.HeaderLength || bytes[TlsRecord.HeaderLength] == ClientHello.MessageType);

    /// <returns><see cref="DecodeStatus.Ok"/> when the hello is whole, Truncated while it may go on, Unsupported when it is another message
    /// or too long, Malformed when a record of another kind stands in its midst.</returns>
    public DecodeStatus Advance(ReadOnlySpan<byte> stream)
    {
        while (true)
        {
            var rest = stream[_at..];
            if (rest.Length > 0 && (rest[0] != TlsRecord.Handshake || (rest.Length > 1 && rest[1] != 3)))
            {
                return DecodeStatus.Malformed;
            }
            if (rest.Length < TlsRecord.HeaderLength)
            {
                return DecodeStatus.Truncated;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            if (length is 0 or > LongestFragment)
            {
                return DecodeStatus.Malformed;
            }
            var fragment = rest.Slice(TlsRecord.HeaderLength, Math.Min(length, rest.Length - TlsRecord.HeaderLength));
            var status = Take(fragment);
            if (status != DecodeStatus.Truncated || fragment.Length < length)
            {
                return status;
            }
            _at += TlsRecord.HeaderLength + length;
            _joined += length;
        }
    }

    /// <summary>Copies the handshake bytes out of their records, up to the end of the hello or as far as they are here.</summary>
    /// <param name="stream">As <see cref="Advance"/> saw it last.</param>
    /// <param name="destination">At least <see cref="LongestHello"/> bytes.</param>
    public readonly int Join(ReadOnlySpan<byte> stream, Span<byte> destination)
    {
        var written = 0;
        for (var at = 0; at <= _at && stream.Length - at > TlsRecord.HeaderLength;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(stream[(at + 3)..]);
            at += TlsRecord.HeaderLength;
            var count = Math.Min(Math.Min(length, stream.Length - at), destination.Length - written);
            stream.Slice(at, count).CopyTo(destination[written..]);
            written += count;
            at += length;
        }
        return written;
    }

    private DecodeStatus Take(ReadOnlySpan<byte> fragment)
    {
        for (var i = _joined; i < HandshakeHeaderLength && i - _joined < fragment.Length; i++)
        {
            var shift = 24 - (8 * i);
            _header = (_header & ~(0xffu << shift)) | ((uint)fragment[i - _joined] << shift);
        }
        var here = _joined + fragment.Length;
        if (here > 0 && _header >> 24 != ClientHello.MessageType)
        {
            return DecodeStatus.Unsupported;
        }
        var end = HandshakeHeaderLength + (int)(_header & 0xff_ffff);
        return here < HandshakeHeaderLength ? DecodeStatus.Truncated
            : end > LongestHello ? DecodeStatus.Unsupported
            : here >= end ? DecodeStatus.Ok : DecodeStatus.Truncated;
    }
}
