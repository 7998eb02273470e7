using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Wire.Tls;

/// <summary>
/// The configurations under which clients may encrypt their hello (RFC 9849 4), as an HTTPS record publishes them (RFC 9848).
/// <code>
/// +---------------+---------------------------------------------
/// | length (2)    | configurations: version (2), length (2), contents
/// +---------------+---------------------------------------------
/// contents of version 0xfe0d:
/// +-----------+---------+----------------+----------------+-----------------+-----------------+----------------+
/// | config id | KEM (2) | public key     | cipher suites  | maximum name    | public name     | extensions     |
/// |    1      |         | 2 + 1..2^16-1  | 2 + 4..2^16-4  | length (1)      | 1 + 1..255      | 2 + 0..2^16-1  |
/// +-----------+---------+----------------+----------------+-----------------+-----------------+----------------+
/// </code>
/// </summary>
public readonly ref struct EchConfigList : IWireView<EchConfigList>
{
    public const ushort Version = 0xfe0d;
    private const int LengthLength = 2;
    private const int ConfigHeaderLength = 4;
    private readonly ReadOnlySpan<byte> _configs;

    private EchConfigList(ReadOnlySpan<byte> configs) => _configs = configs;

    /// <summary>The public name of each configuration whose version is known: what stands as server name in the outer hello (RFC 9849 6.1).</summary>
    public PublicNameEnumerator PublicNames => new(_configs);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out EchConfigList view)
    {
        view = default;
        if (bytes.Length < LengthLength)
        {
            return DecodeStatus.Truncated;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (length < ConfigHeaderLength)
        {
            return DecodeStatus.Malformed;
        }
        if (length > bytes.Length - LengthLength)
        {
            return DecodeStatus.Truncated;
        }
        var configs = bytes.Slice(LengthLength, length);
        for (var rest = configs; !rest.IsEmpty;)
        {
            if (rest.Length < ConfigHeaderLength || BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) > rest.Length - ConfigHeaderLength)
            {
                return DecodeStatus.Malformed;
            }
            // RFC 9849 4: a version that is not known is skipped by its length.
            var contents = rest.Slice(ConfigHeaderLength, BinaryPrimitives.ReadUInt16BigEndian(rest[2..]));
            if (BinaryPrimitives.ReadUInt16BigEndian(rest) == Version && !TryReadContents(contents, out _))
            {
                return DecodeStatus.Malformed;
            }
            rest = rest[(ConfigHeaderLength + contents.Length)..];
        }
        view = new EchConfigList(configs);
        return DecodeStatus.Ok;
    }

    private static bool TryReadContents(ReadOnlySpan<byte> contents, out ReadOnlySpan<byte> publicName)
    {
        publicName = default;
        const int BeforeKey = 3;
        if (contents.Length < BeforeKey)
        {
            return false;
        }
        var rest = contents[BeforeKey..];
        if (!TryTake(ref rest, 2, out var key) || key.IsEmpty || !TryTake(ref rest, 2, out var suites) || suites.Length < 4 || suites.Length % 4 != 0 || rest.IsEmpty)
        {
            return false;
        }
        rest = rest[1..];
        return TryTake(ref rest, 1, out publicName) && !publicName.IsEmpty && TryTake(ref rest, 2, out _) && rest.IsEmpty;
    }

    /// <summary>Takes a vector with its length in front of it.</summary>
    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, int lengthBytes, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (rest.Length < lengthBytes)
        {
            return false;
        }
        var length = lengthBytes == 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length > rest.Length - lengthBytes)
        {
            return false;
        }
        vector = rest.Slice(lengthBytes, length);
        rest = rest[(lengthBytes + length)..];
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ECH {_configs.Length}");
        Span<byte> name = stackalloc byte[byte.MaxValue * WireText.LongestEscape];
        foreach (var publicName in PublicNames)
        {
            text.Append(' ').Append(Encoding.ASCII.GetString(name[..WireText.Format(publicName, name)]));
        }
        return text.ToString();
    }

    /// <summary>Walks the public names as they stand on the wire.</summary>
    public ref struct PublicNameEnumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal PublicNameEnumerator(ReadOnlySpan<byte> configs) => _rest = configs;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly PublicNameEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                var version = BinaryPrimitives.ReadUInt16BigEndian(_rest);
                var contents = _rest.Slice(ConfigHeaderLength, BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]));
                _rest = _rest[(ConfigHeaderLength + contents.Length)..];
                if (version == Version && TryReadContents(contents, out var name))
                {
                    Current = name;
                    return true;
                }
            }
            return false;
        }
    }
}
