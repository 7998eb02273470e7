using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Tls;

/// <summary>
/// A TLS record in clear (RFC 8446 5.1; RFC 9846 5.1).
/// <code>
///  0      1        3        5
/// +------+--------+--------+---------------------
/// | type | version| length | fragment, <= 2^14
/// +------+--------+--------+---------------------
/// </code>
/// </summary>
public readonly ref struct TlsRecord : IWireView<TlsRecord>
{
    public const int HeaderLength = 5;
    public const byte Handshake = 22;
    private const int LongestFragment = 1 << 14;
    private readonly ReadOnlySpan<byte> _bytes;

    private TlsRecord(ReadOnlySpan<byte> bytes, bool isCut)
    {
        _bytes = bytes;
        IsCut = isCut;
    }

    /// <summary>The record goes on behind the bytes that are here.</summary>
    public bool IsCut { get; }

    public byte ContentType => _bytes[0];

    public ushort Version => BinaryPrimitives.ReadUInt16BigEndian(_bytes[1..]);

    public ReadOnlySpan<byte> Fragment => _bytes[HeaderLength..];

    /// <summary>A quick look for the start of a handshake record that starts a ClientHello, before any length is believed.</summary>
    public static bool LooksLikeClientHello(ReadOnlySpan<byte> bytes) =>
        bytes.Length > HeaderLength && bytes[0] == Handshake && bytes[1] == 3 && bytes[5] == ClientHello.MessageType;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TlsRecord view)
    {
        var status = TryReadCut(bytes, out view);
        if (status != DecodeStatus.Ok || !view.IsCut)
        {
            return status;
        }
        view = default;
        return DecodeStatus.Truncated;
    }

    /// <summary>As <see cref="TryRead"/>, but a record that goes on in the next segment is read as far as it is here.</summary>
    public static DecodeStatus TryReadCut(ReadOnlySpan<byte> bytes, out TlsRecord view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (bytes[0] is < 20 or > 24 || bytes[1] != 3 || length > LongestFragment || length == 0)
        {
            return DecodeStatus.Malformed;
        }
        var end = HeaderLength + length;
        view = end <= bytes.Length ? new TlsRecord(bytes[..end], false) : new TlsRecord(bytes, true);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"TLS type={ContentType} version=0x{Version:x4} fragment={Fragment.Length} cut={IsCut}");
}
