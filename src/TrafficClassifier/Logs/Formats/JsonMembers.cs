using System.Buffers;
using System.Text;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// The members of one object of JSON (RFC 8259), in place. Utf8JsonReader is not used because it throws at what is no JSON, and bad lines
/// are data here. Only as strict as reading needs: what stands inside a value that nobody asks for is passed over by its brackets and quotes.
/// </summary>
internal ref struct JsonMembers
{
    private static readonly SearchValues<byte> _nesting = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> _ends = SearchValues.Create(",}] \t\r\n"u8);
    private ReadOnlySpan<byte> _rest;
    private bool _isFirst = true;

    /// <param name="text">From the opening brace on.</param>
    public JsonMembers(ReadOnlySpan<byte> text)
    {
        _rest = text.TrimStart(" \t\r"u8);
        IsBroken = _rest.IsEmpty || _rest[0] != '{';
        _rest = IsBroken ? default : _rest[1..];
    }

    /// <summary>It ended before its closing brace, or is no JSON.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What stands behind the closing brace, when there are no more members.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Of a string what stands between its quotes, escapes and all; else the whole value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool IsString { get; private set; }

    /// <summary>An object or an array, with its brackets.</summary>
    public readonly bool IsNested => !IsString && Value[0] is (byte)'{' or (byte)'[';

    public bool TryNext()
    {
        Skip();
        if (IsBroken || _rest.IsEmpty || _rest[0] == '}')
        {
            IsBroken |= _rest.IsEmpty;
            _rest = IsBroken ? default : _rest[1..];
            return false;
        }
        if (!_isFirst)
        {
            if (_rest[0] != ',')
            {
                return Break();
            }
            _rest = _rest[1..];
            Skip();
        }
        _isFirst = false;
        if (!TryCutString(ref _rest, out var name))
        {
            return Break();
        }
        Name = name;
        Skip();
        if (_rest.IsEmpty || _rest[0] != ':')
        {
            return Break();
        }
        _rest = _rest[1..];
        Skip();
        if (!TryCutValue(ref _rest, out var value, out var isString))
        {
            return Break();
        }
        Value = value;
        IsString = isString;
        return true;
    }

    /// <summary>Takes the next element of an array, or of what is left of it, off.</summary>
    /// <param name="rest">At first the array with its brackets.</param>
    /// <param name="value">As <see cref="Value"/>.</param>
    public static bool TryCutElement(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        rest = rest.TrimStart(" \t\r"u8);
        rest = rest.IsEmpty || rest[0] is not ((byte)'[' or (byte)',') ? rest : rest[1..].TrimStart(" \t\r"u8);
        value = default;
        return !rest.IsEmpty && rest[0] != ']' && TryCutValue(ref rest, out value, out _);
    }

    /// <summary>Takes the escapes of a string back (RFC 8259 7).</summary>
    /// <returns>The text, cut where it does not fit; what had no escapes as it stands.</returns>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, Span<byte> room)
    {
        var at = text.IndexOf((byte)'\\');
        if (at < 0)
        {
            return text;
        }
        var written = 0;
        while (at >= 0 && text.Length > at + 1)
        {
            if (!TryAppend(text[..at], room, ref written))
            {
                return room[..written];
            }
            var isCode = text[at + 1] == 'u' && text.Length >= at + 6;
            var digits = 0;
            var rune = isCode ? CutRune(text[(at + 2)..], out digits) : new Rune(Plain(text[at + 1]));
            if (!rune.TryEncodeToUtf8(room[written..], out var length))
            {
                return room[..written];
            }
            written += length;
            text = text[(at + 2 + digits)..];
            at = text.IndexOf((byte)'\\');
        }
        TryAppend(text, room, ref written);
        return room[..written];
    }

    private void Skip() => _rest = _rest.TrimStart(" \t\r"u8);

    private bool Break()
    {
        IsBroken = true;
        _rest = default;
        return false;
    }

    private static bool TryCutString(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (text.IsEmpty || text[0] != '"')
        {
            return false;
        }
        var at = 1;
        while (true)
        {
            var next = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return false;
            }
            at += next;
            if (text[at] == '"')
            {
                content = text[1..at];
                text = text[(at + 1)..];
                return true;
            }
            at += 2;
            if (at > text.Length)
            {
                return false;
            }
        }
    }

    private static bool TryCutValue(scoped ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> value, out bool isString)
    {
        isString = !text.IsEmpty && text[0] == '"';
        if (isString)
        {
            return TryCutString(ref text, out value);
        }
        value = default;
        if (text.IsEmpty)
        {
            return false;
        }
        var length = text[0] is (byte)'{' or (byte)'[' ? NestedLength(text) : text.IndexOfAny(_ends);
        if (length <= 0)
        {
            return false;
        }
        value = text[..length];
        text = text[length..];
        return true;
    }

    /// <returns>-1: its brackets do not close.</returns>
    private static int NestedLength(ReadOnlySpan<byte> text)
    {
        var (at, depth) = (0, 0);
        while (true)
        {
            var next = text[at..].IndexOfAny(_nesting);
            if (next < 0)
            {
                return -1;
            }
            at += next;
            if (text[at] == '"')
            {
                var rest = text[at..];
                if (!TryCutString(ref rest, out _))
                {
                    return -1;
                }
                at = text.Length - rest.Length;
                continue;
            }
            depth += text[at] is (byte)'{' or (byte)'[' ? 1 : -1;
            at++;
            if (depth == 0)
            {
                return at;
            }
        }
    }

    private static bool TryAppend(ReadOnlySpan<byte> text, Span<byte> room, ref int written)
    {
        var length = Math.Min(text.Length, room.Length - written);
        text[..length].CopyTo(room[written..]);
        written += length;
        return length == text.Length;
    }

    private static char Plain(byte value) => value switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        < 0x80 => (char)value,
        _ => '\ufffd',
    };

    /// <param name="text">Behind \u.</param>
    /// <param name="length">Bytes that the character takes up, 4 or with the other half of a pair 10.</param>
    private static Rune CutRune(ReadOnlySpan<byte> text, out int length)
    {
        length = 4;
        if (!TryUnit(text, out var first))
        {
            length = 0;
            return Rune.ReplacementChar;
        }
        if (char.IsHighSurrogate(first) && text.Length >= 10 && text[4] == '\\' && text[5] == 'u' && TryUnit(text[6..], out var second) && char.IsLowSurrogate(second))
        {
            length = 10;
            return new Rune(first, second);
        }
        return Rune.TryCreate(first, out var rune) ? rune : Rune.ReplacementChar;
    }

    private static bool TryUnit(ReadOnlySpan<byte> text, out char unit)
    {
        var isRight = System.Buffers.Text.Utf8Parser.TryParse(text[..4], out ushort value, out var digits, 'x') && digits == 4;
        unit = (char)value;
        return isRight;
    }
}
