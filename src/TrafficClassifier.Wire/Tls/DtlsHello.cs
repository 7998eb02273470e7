using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tls;

/// <summary>
/// A DTLS record in clear that begins with a whole ClientHello (RFC 6347 4.1, 4.2.2; RFC 9147 4, 5.2).
/// <code>
///  0      1         3       5          11       13     14       17        19       22       25
/// +------+---------+-------+----------+--------+------+--------+---------+--------+--------+---------
/// | type | version | epoch | sequence | length | type | length | message | offset | length | body
/// |  22  |  254 .. |   0   |          |        |  1   |  (3)   | number  |  (3)   |  (3)   |
/// +------+---------+-------+----------+--------+------+--------+---------+--------+--------+---------
///  \_____________________________ record ____/ \___________________ handshake, with its piece's place
/// </code>
/// A hello in several pieces is <see cref="DecodeStatus.Unsupported"/>.
/// </summary>
public readonly ref struct DtlsHello : IWireView<DtlsHello>
{
    public const int RecordHeaderLength = 13;
    private const int LongestFragment = 1 << 14;
    private readonly ReadOnlySpan<byte> _bytes;

    private DtlsHello(ReadOnlySpan<byte> bytes, ClientHello hello)
    {
        _bytes = bytes;
        Hello = hello;
    }

    /// <summary>Of the record; clients begin with an old one.</summary>
    public ushort Version => BinaryPrimitives.ReadUInt16BigEndian(_bytes[1..]);

    /// <summary>0; 1 when it answers a server's HelloVerifyRequest or HelloRetryRequest.</summary>
    public ushort MessageNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(RecordHeaderLength + 4)..]);

    public ClientHello Hello { get; }

    /// <summary>A quick look for a handshake record that begins with a ClientHello, before any length is believed.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes.Length > RecordHeaderLength + ClientHello.DatagramHeaderLength
        && bytes[0] == TlsRecord.Handshake && bytes[1] == ClientHello.DatagramMajor && bytes[RecordHeaderLength] == ClientHello.MessageType;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out DtlsHello view)
    {
        view = default;
        if (bytes.Length < RecordHeaderLength + ClientHello.DatagramHeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        var handshake = bytes[RecordHeaderLength..];
        // Epochs begin at 0, where nothing is encrypted.
        if (bytes[0] != TlsRecord.Handshake || bytes[1] != ClientHello.DatagramMajor || bytes[3] != 0 || bytes[4] != 0 || handshake[0] != ClientHello.MessageType)
        {
            return DecodeStatus.Unsupported;
        }
        int record = BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]);
        var length = UInt24(handshake[1..]);
        var (offset, piece) = (UInt24(handshake[6..]), UInt24(handshake[9..]));
        if (record > LongestFragment || ClientHello.DatagramHeaderLength + piece > record || offset + piece > length)
        {
            return DecodeStatus.Malformed;
        }
        if (piece != length)
        {
            return DecodeStatus.Unsupported;
        }
        var end = ClientHello.DatagramHeaderLength + length;
        if (end > handshake.Length)
        {
            return DecodeStatus.Truncated;
        }
        var status = ClientHello.TryReadDatagram(handshake[..end], out var hello);
        if (status == DecodeStatus.Ok)
        {
            view = new DtlsHello(bytes[..(RecordHeaderLength + end)], hello);
        }
        return status;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"DTLS version=0x{Version:x4} message={MessageNumber} {Hello.ToString()}");

    private static int UInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
}
