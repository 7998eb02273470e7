using System.Globalization;
using System.Text;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// The frames of a decrypted Initial (RFC 9000 12.4: PADDING, PING, ACK, CRYPTO, CONNECTION_CLOSE). Its end is the end of the bytes.
/// All frames are checked to the end, because that is what tells a decrypted packet from noise here: any other type is
/// <see cref="DecodeStatus.Malformed"/>.
/// <code>
/// PADDING, PING   type
/// ACK             type, largest, delay, range count, first range, { gap, range } x count, [3 ECN counts]
/// CRYPTO          type, offset, length, data
/// CLOSE           type, error code, frame type, reason length, reason          all but the texts are varints
/// </code>
/// </summary>
public readonly ref struct QuicFrames : IWireView<QuicFrames>
{
    // T050 and T051 number CRYPTO as STREAM (8), which has no place in an Initial of any other version.
    private const byte Padding = 0, Ping = 1, Ack = 2, AckWithEcn = 3, Crypto = 6, GoogleCrypto = 8, ConnectionClose = 0x1c;
    private const ulong LongestStream = (1UL << 62) - 1;
    private readonly ReadOnlySpan<byte> _bytes;

    private QuicFrames(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The CRYPTO frames, as they come.</summary>
    public CryptoEnumerator CryptoFrames => new(_bytes);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out QuicFrames view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated; // RFC 9000 12.4: no packet is without frames
        }
        for (var at = 0; at < bytes.Length;)
        {
            var status = Skip(bytes, ref at, out _);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }
        }
        view = new QuicFrames(bytes);
        return DecodeStatus.Ok;
    }

    /// <summary>Moves behind a frame, or behind all PADDING that follows.</summary>
    private static DecodeStatus Skip(ReadOnlySpan<byte> bytes, scoped ref int at, out QuicCryptoFrame crypto)
    {
        crypto = default;
        var type = bytes[at];
        at++;
        switch (type)
        {
            case Padding:
                var behind = bytes[at..].IndexOfAnyExcept((byte)0);
                at = behind < 0 ? bytes.Length : at + behind;
                return DecodeStatus.Ok;
            case Ping:
                return DecodeStatus.Ok;
            case Ack or AckWithEcn:
                return SkipAck(bytes, ref at, type == AckWithEcn);
            case Crypto or GoogleCrypto:
                return ReadCrypto(bytes, ref at, out crypto);
            case ConnectionClose:
                return QuicVarint.TryRead(bytes, ref at, out _) && QuicVarint.TryRead(bytes, ref at, out _)
                    && QuicVarint.TryRead(bytes, ref at, out var reason) && TrySkip(bytes, ref at, reason) ? DecodeStatus.Ok : DecodeStatus.Truncated;
            default:
                return DecodeStatus.Malformed;
        }
    }

    private static DecodeStatus ReadCrypto(ReadOnlySpan<byte> bytes, scoped ref int at, out QuicCryptoFrame frame)
    {
        frame = default;
        if (!QuicVarint.TryRead(bytes, ref at, out var offset) || !QuicVarint.TryRead(bytes, ref at, out var length))
        {
            return DecodeStatus.Truncated;
        }
        if (offset + length > LongestStream)
        {
            return DecodeStatus.Malformed; // RFC 9000 19.6
        }
        var start = at;
        if (!TrySkip(bytes, ref at, length))
        {
            return DecodeStatus.Truncated;
        }
        frame = new QuicCryptoFrame((long)offset, bytes[start..at]);
        return DecodeStatus.Ok;
    }

    private static DecodeStatus SkipAck(ReadOnlySpan<byte> bytes, scoped ref int at, bool hasEcn)
    {
        if (!QuicVarint.TryRead(bytes, ref at, out var number) || !QuicVarint.TryRead(bytes, ref at, out _)
            || !QuicVarint.TryRead(bytes, ref at, out var ranges) || !QuicVarint.TryRead(bytes, ref at, out var range))
        {
            return DecodeStatus.Truncated;
        }
        while (true)
        {
            // RFC 9000 19.3.1: a packet number below 0 is an error.
            if (range > number)
            {
                return DecodeStatus.Malformed;
            }
            number -= range;
            if (ranges == 0)
            {
                break;
            }
            ranges--;
            if (!QuicVarint.TryRead(bytes, ref at, out var gap) || !QuicVarint.TryRead(bytes, ref at, out range))
            {
                return DecodeStatus.Truncated;
            }
            if (gap + 2 > number)
            {
                return DecodeStatus.Malformed;
            }
            number -= gap + 2;
        }
        return !hasEcn || (QuicVarint.TryRead(bytes, ref at, out _) && QuicVarint.TryRead(bytes, ref at, out _) && QuicVarint.TryRead(bytes, ref at, out _))
            ? DecodeStatus.Ok
            : DecodeStatus.Truncated;
    }

    private static bool TrySkip(ReadOnlySpan<byte> bytes, scoped ref int at, ulong length)
    {
        if (length > (ulong)(bytes.Length - at))
        {
            return false;
        }
        at += (int)length;
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder("QUIC frames");
        foreach (var frame in CryptoFrames)
        {
            text.Append(CultureInfo.InvariantCulture, $" crypto={frame.Offset}+{frame.Data.Length}");
        }
        return text.ToString();
    }

    /// <summary>Walks the CRYPTO frames.</summary>
    public ref struct CryptoEnumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private int _at;

        internal CryptoEnumerator(ReadOnlySpan<byte> bytes) => _bytes = bytes;

        public QuicCryptoFrame Current { get; private set; }

        public readonly CryptoEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_at < _bytes.Length)
            {
                var type = _bytes[_at];
                Skip(_bytes, ref _at, out var frame);
                if (type is Crypto or GoogleCrypto)
                {
                    Current = frame;
                    return true;
                }
            }
            return false;
        }
    }
}
