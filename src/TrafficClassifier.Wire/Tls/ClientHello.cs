using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Wire.Tls;

/// <summary>
/// A ClientHello handshake message (RFC 8446 4.1.2; RFC 9846 4.2.2), from its handshake header on.
/// <code>
/// +------+--------+---------+--------+------------+---------------+-------------+-------------
/// | 1    | length | version | random | session id | cipher suites | compression | extensions
/// | 1 B  |  3 B   |   2 B   |  32 B  | 1 + 0..32  |     2 + n     |    1 + n    |    2 + n
/// +------+--------+---------+--------+------------+---------------+-------------+-------------
/// extension: type (2), length (2), data
/// </code>
/// That of DTLS has a cookie (1 + n) behind the session id (RFC 6347 4.2.1; RFC 9147 5.3).
/// </summary>
public readonly ref struct ClientHello : IWireView<ClientHello>
{
    public const byte MessageType = 1;

    /// <summary>Of DTLS: with the message's number and its piece's place (RFC 6347 4.2.2).</summary>
    internal const int DatagramHeaderLength = 12;

    /// <summary>The first byte of DTLS's versions.</summary>
    internal const byte DatagramMajor = 0xfe;

    private const byte StreamMajor = 3;
    private const int HandshakeHeaderLength = 4;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _extensions;

    private ClientHello(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> extensions, bool isCut)
    {
        _bytes = bytes;
        _extensions = extensions;
        IsCut = isCut;
    }

    /// <summary>What the view was read from: <see cref="TryReadAgain"/> reads the same once more.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The message goes on behind the bytes that are here: an extension that is not found may still be on its way.</summary>
    public bool IsCut { get; }

    public ushort LegacyVersion => BinaryPrimitives.ReadUInt16BigEndian(_bytes[HandshakeHeaderLength..]);

    /// <summary>The host name of the first entry of type host_name (RFC 6066 3), as sent; empty when there is none.</summary>
    public ReadOnlySpan<byte> ServerName
    {
        get
        {
            if (!TryFind(TlsExtensionType.ServerName, out var data) || data.Length < 5)
            {
                return default;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
            return data[2] == 0 && length <= data.Length - 5 ? data.Slice(5, length) : default;
        }
    }

    public bool HasEncryptedClientHello => TryFind(TlsExtensionType.EncryptedClientHello, out _);

    /// <summary>The type in the encrypted_client_hello extension.</summary>
    public EncryptedHello EncryptedHello =>
        !TryFind(TlsExtensionType.EncryptedClientHello, out var data) ? EncryptedHello.None
        : data.IsEmpty ? EncryptedHello.Unknown
        : data[0] switch
        {
            0 => EncryptedHello.Outer,
            1 => EncryptedHello.Inner,
            _ => EncryptedHello.Unknown,
        };

    /// <summary>The protocols the client offers (RFC 7301 3.1), most wanted first; none when the list contradicts itself.</summary>
    public AlpnEnumerator ApplicationProtocols =>
        TryFind(TlsExtensionType.Alpn, out var data) && data.Length >= 2 ? new AlpnEnumerator(data[2..]) : default;

    /// <summary>The highest version offered in supported_versions (RFC 8446 4.2.1), GREASE aside; else the legacy version. Those of DTLS count down.</summary>
    public ushort HighestVersion
    {
        get
        {
            if (!TryFind(TlsExtensionType.SupportedVersions, out var data) || data.IsEmpty)
            {
                return LegacyVersion;
            }
            ushort highest = 0;
            for (var rest = data[1..]; rest.Length >= 2; rest = rest[2..])
            {
                var version = BinaryPrimitives.ReadUInt16BigEndian(rest);
                if (version > highest && !TlsExtensionType.IsGrease(version))
                {
                    highest = version;
                }
            }
            return highest != 0 ? highest : LegacyVersion;
        }
    }

    /// <summary>Finds an extension; in a cut hello only one that is here whole.</summary>
    public bool TryFind(ushort type, out ReadOnlySpan<byte> data)
    {
        var rest = _extensions;
        while (rest.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length - 4)
            {
                break;
            }
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == type)
            {
                data = rest.Slice(4, length);
                return true;
            }
            rest = rest[(4 + length)..];
        }
        data = default;
        return false;
    }

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ClientHello view)
    {
        var status = TryReadCut(bytes, out view);
        if (status != DecodeStatus.Ok || !view.IsCut)
        {
            return status;
        }
        view = default;
        return DecodeStatus.Truncated;
    }

    /// <summary>As <see cref="TryRead"/>, but a message that goes on behind the bytes is read as far as it is here.</summary>
    public static DecodeStatus TryReadCut(ReadOnlySpan<byte> bytes, out ClientHello view)
    {
        view = default;
        if (bytes.Length < HandshakeHeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != MessageType)
        {
            return DecodeStatus.Unsupported;
        }
        var end = HandshakeHeaderLength + ((bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);
        var isCut = end > bytes.Length;
        return TryReadBody(isCut ? bytes : bytes[..end], end, StreamMajor, out view);
    }

    /// <summary>Reads a hello, cut or not, of TLS or DTLS, from the <see cref="Bytes"/> of its view.</summary>
    public static DecodeStatus TryReadAgain(ReadOnlySpan<byte> bytes, out ClientHello view) =>
        bytes.Length > HandshakeHeaderLength && bytes[HandshakeHeaderLength] == DatagramMajor
            ? TryReadBody(bytes, bytes.Length, DatagramMajor, out view) : TryReadCut(bytes, out view);

    /// <summary>Reads a whole hello of DTLS.</summary>
    /// <param name="handshake">From its handshake header on, and no more.</param>
    /// <param name="view">The hello.</param>
    internal static DecodeStatus TryReadDatagram(ReadOnlySpan<byte> handshake, out ClientHello view)
    {
        // Without what DTLS put into the header the version stands where it does in TLS.
        var message = handshake[(DatagramHeaderLength - HandshakeHeaderLength)..];
        return TryReadBody(message, message.Length, DatagramMajor, out view);
    }

    private static DecodeStatus TryReadBody(ReadOnlySpan<byte> message, int end, byte major, out ClientHello view)
    {
        view = default;
        var isCut = end > message.Length;
        var missing = isCut ? DecodeStatus.Truncated : DecodeStatus.Malformed;

        var at = HandshakeHeaderLength + 2 + 32;
        if (message.Length <= at)
        {
            return missing;
        }
        if (message[4] != major || message[at] > 32)
        {
            return DecodeStatus.Malformed;
        }
        at += 1 + message[at];
        if (major == DatagramMajor)
        {
            if (message.Length <= at)
            {
                return missing;
            }
            at += 1 + message[at];
        }
        if (message.Length < at + 2)
        {
            return missing;
        }
        int suites = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        if ((suites & 1) != 0)
        {
            return DecodeStatus.Malformed;
        }
        at += 2 + suites;
        if (message.Length <= at)
        {
            return missing;
        }
        at += 1 + message[at];
        if (at > message.Length)
        {
            return missing;
        }
        return TryReadExtensions(message, at, end, out view);
    }

    private static DecodeStatus TryReadExtensions(ReadOnlySpan<byte> message, int at, int end, out ClientHello view)
    {
        view = default;
        var isCut = end > message.Length;
        if (message.Length < at + 2)
        {
            // RFC 5246 7.4.1.2: a hello may end behind the compression methods.
            if (!isCut && at < message.Length)
            {
                return DecodeStatus.Malformed;
            }
            view = new ClientHello(message, default, isCut);
            return DecodeStatus.Ok;
        }
        // The extensions end where the message does (RFC 8446 4.1.2). Both lengths are here even if the hello is cut, so a cut one that
        // does not mean what it says is known before its rest comes, or never comes.
        at += 2;
        if (at + BinaryPrimitives.ReadUInt16BigEndian(message[(at - 2)..]) != end)
        {
            return DecodeStatus.Malformed;
        }
        var extensions = message[at..];
        if (!isCut && !AreWhole(extensions))
        {
            return DecodeStatus.Malformed;
        }
        view = new ClientHello(message, extensions, isCut);
        return DecodeStatus.Ok;
    }

    private static bool AreWhole(ReadOnlySpan<byte> extensions)
    {
        while (!extensions.IsEmpty)
        {
            if (extensions.Length < 4)
            {
                return false;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(extensions[2..]);
            if (length > extensions.Length - 4)
            {
                return false;
            }
            extensions = extensions[(4 + length)..];
        }
        return true;
    }

    public override string ToString()
    {
        Span<byte> name = stackalloc byte[1024];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ClientHello version=0x{LegacyVersion:x4} highest=0x{HighestVersion:x4}");
        text.Append(CultureInfo.InvariantCulture, $" sni={Encoding.ASCII.GetString(name[..WireText.Format(ServerName, name)])}");
        text.Append(CultureInfo.InvariantCulture, $" ech={HasEncryptedClientHello} ({EncryptedHello}) cut={IsCut} alpn=");
        foreach (var protocol in ApplicationProtocols)
        {
            text.Append(Encoding.ASCII.GetString(name[..WireText.Format(protocol, name)])).Append(' ');
        }
        return text.ToString();
    }

    /// <summary>Walks a ProtocolNameList; stops where an entry would leave it.</summary>
    public ref struct AlpnEnumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal AlpnEnumerator(ReadOnlySpan<byte> list) => _rest = list;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly AlpnEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty || _rest[0] == 0 || _rest[0] > _rest.Length - 1)
            {
                return false;
            }
            Current = _rest.Slice(1, _rest[0]);
            _rest = _rest[(1 + _rest[0])..];
            return true;
        }
    }
}
