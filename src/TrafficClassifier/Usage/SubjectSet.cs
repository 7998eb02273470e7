using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Usage;

/// <summary>
/// An exact set of subjects. Small sets are a sorted list of numbers, large ones a bitmap. A set turns early, when the bits up to its largest
/// number take eight times the list's room: measured against HashSet, plain bitmaps and a later turn in bench/RESULTS.md.
/// </summary>
public sealed class SubjectSet
{
    private const int BitsPerWord = 64;

    /// <summary>A bitmap may take eight times the room of the list: to add and to unite are many times cheaper there.</summary>
    private const long BitsPerMember = 8 * 32;

    private const int ShortestBitmap = 8;
    private int[] _list = new int[4];
    private ulong[] _bits = [];
    private bool _isBitmap;

    /// <summary>Members.</summary>
    public int Count { get; private set; }

    public bool Contains(SubjectId subject) => _isBitmap
        ? subject.Value / BitsPerWord < _bits.Length && (_bits[subject.Value / BitsPerWord] >> (subject.Value % BitsPerWord) & 1) != 0
        : _list.AsSpan(0, Count).BinarySearch(subject.Value) >= 0;

    /// <returns>Whether it was new.</returns>
    public bool Add(SubjectId subject)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(subject.Value, nameof(subject));
        return _isBitmap ? AddBit(subject.Value) : AddToList(subject.Value);
    }

    public void UnionWith(SubjectSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!other._isBitmap)
        {
            foreach (var value in other._list.AsSpan(0, other.Count))
            {
                Add(new SubjectId(value));
            }
            return;
        }
        ToBitmapOnce(other._bits.Length);
        GrowBits(other._bits.Length);
        Or(_bits.AsSpan(0, other._bits.Length), other._bits);
        Count = 0;
        foreach (var word in _bits)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>Makes the set equal to another; its memory grows only to what the other needs.</summary>
    public void CopyFrom(SubjectSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Clear();
        _isBitmap = other._isBitmap;
        Count = other.Count;
        if (_isBitmap)
        {
            GrowBits(other._bits.Length);
            other._bits.CopyTo(_bits, 0);
            return;
        }
        if (_list.Length < other.Count)
        {
            _list = new int[other._list.Length];
        }
        other._list.AsSpan(0, other.Count).CopyTo(_list);
    }

    /// <summary>Adds the members of a bitmap, lowest bit of the first byte first.</summary>
    internal void UnionWith(ReadOnlySpan<byte> bitmap)
    {
        var words = (bitmap.Length + 7) / 8;
        ToBitmapOnce(words);
        GrowBits(words);
        for (var i = 0; i < words; i++)
        {
            var bytes = bitmap[(8 * i)..];
            var added = WordOf(bytes) & ~_bits[i];
            _bits[i] |= added;
            Count += BitOperations.PopCount(added);
        }
    }

    /// <summary>Empties the set and keeps its memory for the next bucket.</summary>
    public void Clear()
    {
        if (_isBitmap)
        {
            _bits.AsSpan().Clear();
            _isBitmap = false;
        }
        Count = 0;
    }

    public Enumerator GetEnumerator() => new(this);

    private bool AddToList(int value)
    {
        var at = _list.AsSpan(0, Count).BinarySearch(value);
        if (at >= 0)
        {
            return false;
        }
        at = ~at;
        var largest = Count == 0 ? value : Math.Max(value, _list[Count - 1]);
        if (Count >= ShortestBitmap && (Count + 1) * BitsPerMember > largest)
        {
            ToBitmap((largest / BitsPerWord) + 1);
            return AddBit(value);
        }
        if (Count == _list.Length)
        {
            Array.Resize(ref _list, 2 * Count);
        }
        _list.AsSpan(at, Count - at).CopyTo(_list.AsSpan(at + 1));
        _list[at] = value;
        Count++;
        return true;
    }

    private bool AddBit(int value)
    {
        var word = value / BitsPerWord;
        if (word >= _bits.Length)
        {
            GrowBits(word + 1);
        }
        var bit = 1UL << (value % BitsPerWord);
        if ((_bits[word] & bit) != 0)
        {
            return false;
        }
        _bits[word] |= bit;
        Count++;
        return true;
    }

    private static ulong WordOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }
        var word = 0UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            word |= (ulong)bytes[i] << (8 * i);
        }
        return word;
    }

    private void ToBitmapOnce(int words)
    {
        if (!_isBitmap)
        {
            ToBitmap(words);
        }
    }

    private void ToBitmap(int words)
    {
        GrowBits(words);
        foreach (var value in _list.AsSpan(0, Count))
        {
            if (value / BitsPerWord >= _bits.Length)
            {
                GrowBits((value / BitsPerWord) + 1);
            }
            _bits[value / BitsPerWord] |= 1UL << (value % BitsPerWord);
        }
        _isBitmap = true;
    }

    private static void Or(Span<ulong> target, ReadOnlySpan<ulong> source)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(target);
        var wideSource = MemoryMarshal.Cast<ulong, Vector<ulong>>(source);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] |= wideSource[i];
        }
        for (var i = wide.Length * Vector<ulong>.Count; i < target.Length; i++)
        {
            target[i] |= source[i];
        }
    }

    private void GrowBits(int words)
    {
        if (words > _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max(words, _bits.Length * 3 / 2));
        }
    }

    /// <summary>The members in ascending order.</summary>
    public struct Enumerator
    {
        private readonly SubjectSet _set;
        private int _index;
        private ulong _word;

        internal Enumerator(SubjectSet set)
        {
            _set = set;
            _index = -1;
            _word = 0;
        }

        public readonly SubjectId Current => new(_set._isBitmap
            ? (_index * BitsPerWord) + BitOperations.TrailingZeroCount(_word)
            : _set._list[_index]);

        public bool MoveNext()
        {
            if (!_set._isBitmap)
            {
                return ++_index < _set.Count;
            }
            _word &= _word - 1;
            while (_word == 0)
            {
                if (++_index >= _set._bits.Length)
                {
                    return false;
                }
                _word = _set._bits[_index];
            }
            return true;
        }
    }
}
