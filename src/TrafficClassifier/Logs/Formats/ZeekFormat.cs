using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// Zeek's logs as tables (https://docs.zeek.org/en/current/log-formats.html): the lines with '#' in front say how the others are to be
/// read, in which columns, and of which log they are; they may come again.
/// </summary>
internal sealed class ZeekFormat : LogFormat
{
    private const int MostColumns = 256;
    private readonly ZeekColumn[] _columns = new ZeekColumn[MostColumns];
    private readonly (int Start, int Length)[] _values = new (int, int)[(int)ZeekColumn.Count];
    private readonly byte[] _room = new byte[1024];
    private readonly byte[] _unset = new byte[32];
    private readonly byte[] _empty = new byte[32];
    private int _unsetLength, _emptyLength;
    private byte _separator = (byte)'\t';
    private int _count;
    private ZeekPath _path;

    public ZeekFormat()
    {
        _unsetLength = Keep("-"u8, _unset);
        _emptyLength = Keep("(empty)"u8, _empty);
    }

    public override string Name => "zeek";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (!line.IsEmpty && line[0] == '#')
        {
            return ReadHeader(line[1..]);
        }
        if (_count == 0)
        {
            return LineStatus.Foreign;
        }
        _values.AsSpan().Clear();
        var columns = Split(line);
        return columns == _count ? new ZeekRow(line, _values).Tell(_path, _room, handler)
            : columns == 1 ? LineStatus.Foreign
            : LineStatus.Malformed(columns > _count ? "more columns than #fields names" : "fewer columns than #fields names");
    }

    /// <summary>Finds the separators of 32 bytes at a time: a search for each, a few bytes on, would cost most of what a line does.</summary>
    /// <returns>How many columns there are; of those that are wanted the places are noted.</returns>
    private int Split(ReadOnlySpan<byte> line)
    {
        var separators = Vector256.Create(_separator);
        var (column, start) = (0, 0);
        for (var at = 0; at < line.Length; at += Vector256<byte>.Count)
        {
            uint found;
            if (line.Length - at >= Vector256<byte>.Count)
            {
                found = Vector256.Equals(Vector256.Create(line.Slice(at, Vector256<byte>.Count)), separators).ExtractMostSignificantBits();
            }
            else
            {
                found = 0;
                for (var i = at; i < line.Length; i++)
                {
                    found |= line[i] == _separator ? 1u << (i - at) : 0;
                }
            }
            for (; found != 0; found &= found - 1)
            {
                var end = at + BitOperations.TrailingZeroCount(found);
                Note(line, column++, start, end);
                start = end + 1;
            }
        }
        Note(line, column, start, line.Length);
        return column + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(ReadOnlySpan<byte> line, int column, int start, int end)
    {
        var columns = _columns.AsSpan(0, _count);
        if ((uint)column >= (uint)columns.Length || columns[column] == ZeekColumn.Count)
        {
            return;
        }
        var value = line[start..end];
        if (!value.IsEmpty && !((value[0] == _unset[0] || value[0] == _empty[0]) && IsNone(value)))
        {
            _values[(int)columns[column]] = (start, value.Length);
        }
    }

    private bool IsNone(ReadOnlySpan<byte> value) =>
        value.SequenceEqual(_unset.AsSpan(0, _unsetLength)) || value.SequenceEqual(_empty.AsSpan(0, _emptyLength));

    private static int Keep(ReadOnlySpan<byte> text, Span<byte> room)
    {
        text = text[..Math.Min(text.Length, room.Length)];
        text.CopyTo(room);
        return text.Length;
    }

    private LineStatus ReadHeader(ReadOnlySpan<byte> text)
    {
        // The separator's own line is the one that is separated by a space.
        if (LogText.TryCutStart(ref text, "separator "u8))
        {
            Span<byte> one = stackalloc byte[4];
            var separator = LogText.Unescape(text, (byte)'\\', "x"u8, one);
            _separator = separator.Length == 1 ? separator[0] : _separator;
            return separator.Length == 1 ? LineStatus.Comment : LineStatus.Malformed("#separator: expected one character");
        }
        if (!LogText.TryCut(ref text, _separator, out var key))
        {
            return LineStatus.Foreign;
        }
        switch (key)
        {
            case var _ when key.SequenceEqual("unset_field"u8):
                _unsetLength = Keep(text, _unset);
                return LineStatus.Comment;
            case var _ when key.SequenceEqual("empty_field"u8):
                _emptyLength = Keep(text, _empty);
                return LineStatus.Comment;
            case var _ when key.SequenceEqual("path"u8):
                _path = PathOf(text);
                return LineStatus.Comment;
            case var _ when key.SequenceEqual("fields"u8):
                return ReadColumns(text);
            case var _ when key.SequenceEqual("set_separator"u8) || key.SequenceEqual("types"u8) || key.SequenceEqual("open"u8) || key.SequenceEqual("close"u8):
                return LineStatus.Comment;
            default:
                return LineStatus.Foreign;
        }
    }

    internal static ZeekPath PathOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("dns"u8) ? ZeekPath.Dns
        : name.SequenceEqual("ssl"u8) ? ZeekPath.Ssl
        : name.SequenceEqual("quic"u8) ? ZeekPath.Quic
        : name.SequenceEqual("http"u8) ? ZeekPath.Http
        : name.SequenceEqual("dhcp"u8) ? ZeekPath.Dhcp
        : ZeekPath.Other;

    private LineStatus ReadColumns(ReadOnlySpan<byte> text)
    {
        _count = 0;
        while (true)
        {
            var isLast = !LogText.TryCut(ref text, _separator, out var name);
            if (_count == MostColumns)
            {
                _count = 0;
                return LineStatus.Malformed("#fields: more than 256 columns");
            }
            _columns[_count++] = ZeekColumns.Of(isLast ? text : name);
            if (isLast)
            {
                return LineStatus.Comment;
            }
        }
    }
}
