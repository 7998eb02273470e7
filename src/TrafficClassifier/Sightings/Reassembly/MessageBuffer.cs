namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// The bytes of one message or stream that come in pieces, in any order, repeated and overlapping. Of bytes that come twice the first
/// ones stay: what was believed once does not change. Rented from a <see cref="MessageBufferPool"/>, which bounds what all hold together.
/// </summary>
internal sealed class MessageBuffer
{
    /// <summary>Gaps that may be open at once; more is an attack or a lost cause.</summary>
    private const int MostRanges = 64;

    private readonly MessageBufferPool _pool;
    private readonly (int From, int To)[] _ranges = new (int, int)[MostRanges + 1];
    private int _rangeCount;

    internal MessageBuffer(MessageBufferPool pool, byte[] bytes)
    {
        _pool = pool;
        Bytes = bytes;
    }

    internal byte[] Bytes { get; set; }

    /// <summary>Of an IPv6 packet in fragments: what follows the fragment header, as the first of them says.</summary>
    public byte Protocol { get; set; }

    /// <summary>Some bytes came twice and were not the same.</summary>
    public bool HasConflict { get; private set; }

    /// <summary>The bytes from the beginning on, as far as there is no gap.</summary>
    public Span<byte> Start => Bytes.AsSpan(0, _rangeCount > 0 && _ranges[0].From == 0 ? _ranges[0].To : 0);

    /// <summary>Where the last piece ends.</summary>
    public int End => _rangeCount > 0 ? _ranges[_rangeCount - 1].To : 0;

    /// <summary>It has as many gaps as it may: only pieces that touch others are taken.</summary>
    public bool IsTorn => _rangeCount == MostRanges;

    /// <returns>False when the piece reaches behind the pool's longest message, or leaves too many gaps, or the pool has no more bytes:
    /// nothing of it was taken.</returns>
    public bool TryAdd(int offset, ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return true;
        }
        var end = (long)offset + piece.Length;
        if (offset < 0 || end > _pool.LongestMessage || (_rangeCount == MostRanges && !Touches(offset, (int)end)) || !_pool.TryFit(this, (int)end))
        {
            return false;
        }
        Insert(offset, (int)end, piece);
        return true;
    }

    /// <summary>Makes room for bytes in front of the first one: the message begins earlier than was thought.</summary>
    public bool TryPrepend(int length)
    {
        if (length < 0 || (long)End + length > _pool.LongestMessage || !_pool.TryFit(this, End + length))
        {
            return false;
        }
        Bytes.AsSpan(0, End).CopyTo(Bytes.AsSpan(length));
        for (var i = 0; i < _rangeCount; i++)
        {
            _ranges[i] = (_ranges[i].From + length, _ranges[i].To + length);
        }
        return true;
    }

    /// <summary>Forgets the first bytes: what follows them is the beginning now.</summary>
    public void Consume(int length)
    {
        if (length < End)
        {
            Bytes.AsSpan(length, End - length).CopyTo(Bytes);
        }
        var kept = 0;
        for (var i = 0; i < _rangeCount; i++)
        {
            if (_ranges[i].To > length)
            {
                _ranges[kept++] = (Math.Max(0, _ranges[i].From - length), _ranges[i].To - length);
            }
        }
        _rangeCount = kept;
    }

    /// <summary>All of these bytes are here.</summary>
    public bool Covers(int from, int to)
    {
        foreach (var range in _ranges.AsSpan(0, _rangeCount))
        {
            if (range.From <= from && to <= range.To)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Some of these bytes are here.</summary>
    public bool Overlaps(int from, int to)
    {
        foreach (var range in _ranges.AsSpan(0, _rangeCount))
        {
            if (from < range.To && range.From < to)
            {
                return true;
            }
        }
        return false;
    }

    internal void Clear()
    {
        _rangeCount = 0;
        Protocol = 0;
        HasConflict = false;
    }

    private bool Touches(int from, int to)
    {
        foreach (var range in _ranges.AsSpan(0, _rangeCount))
        {
            if (from <= range.To && range.From <= to)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Copies what is new of the piece and joins the ranges it touches.</summary>
    private void Insert(int from, int to, ReadOnlySpan<byte> piece)
    {
        var first = 0;
        while (first < _rangeCount && _ranges[first].To < from)
        {
            first++;
        }
        var at = from;
        var joined = (From: from, To: to);
        var last = first;
        for (; last < _rangeCount && _ranges[last].From <= to; last++)
        {
            var (known, knownEnd) = _ranges[last];
            Compare(from, piece, Math.Max(known, from), Math.Min(knownEnd, to));
            if (known > at)
            {
                piece[(at - from)..(known - from)].CopyTo(Bytes.AsSpan(at));
            }
            at = Math.Max(at, knownEnd);
            joined = (Math.Min(joined.From, known), Math.Max(joined.To, knownEnd));
        }
        if (at < to)
        {
            piece[(at - from)..].CopyTo(Bytes.AsSpan(at));
        }
        _ranges.AsSpan(last, _rangeCount - last).CopyTo(_ranges.AsSpan(first + 1));
        _ranges[first] = joined;
        _rangeCount += 1 - (last - first);
    }

    private void Compare(int offset, ReadOnlySpan<byte> piece, int from, int to)
    {
        if (from < to)
        {
            HasConflict |= !piece[(from - offset)..(to - offset)].SequenceEqual(Bytes.AsSpan(from, to - from));
        }
    }
}
