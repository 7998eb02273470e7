using System.Buffers.Binary;

namespace TrafficClassifier.FrameFuzz;

/// <summary>Spoils frames in the ways that parsers fall over: values that are lengths, types and pointers, cuts, repeats and splices.</summary>
public sealed class FrameMutator
{
    private const int LongestFrame = 70_000;
    private static readonly byte[] _telling = [0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x0f, 0x10, 0x11, 0x16, 0x29, 0x2c, 0x2f, 0x3a, 0x3f, 0x40, 0x45, 0x60, 0x7f, 0x80, 0xc0, 0xff];
    private static readonly ushort[] _tellingPairs = [0, 1, 53, 67, 443, 546, 547, 853, 1701, 1813, 2152, 3544, 4789, 5247, 6081, 0x0800, 0x8100, 0x8847, 0x8864, 0x86dd, 0xffff];

    private readonly Random _random;
    private readonly byte[] _bytes = new byte[LongestFrame];

    public FrameMutator(Random random) => _random = random;

    /// <summary>The frame, mostly spoiled; good until the next one.</summary>
    /// <param name="frame">Left as it is.</param>
    /// <param name="other">Whose bytes may be spliced in.</param>
    public ReadOnlySpan<byte> Mutate(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> other)
    {
        frame = frame[..Math.Min(frame.Length, LongestFrame)];
        frame.CopyTo(_bytes);
        var length = frame.Length;
        if (length == 0 || _random.Next(4) == 0)
        {
            return _bytes.AsSpan(0, length);
        }
        if (_random.Next(6) == 0)
        {
            length = Rearrange(length, other);
        }
        for (var changes = _random.Next(1, 5); changes > 0 && length > 0; changes--)
        {
            Change(_bytes.AsSpan(0, length));
        }
        return _bytes.AsSpan(0, length);
    }

    private void Change(Span<byte> bytes)
    {
        // Headers stand in front: half of all changes hit the first 80 bytes.
        var at = _random.Next(2) == 0 ? _random.Next(Math.Min(bytes.Length, 80)) : _random.Next(bytes.Length);
        switch (_random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2 when bytes.Length - at >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], _tellingPairs[_random.Next(_tellingPairs.Length)]);
                break;
            case 3 when bytes.Length - at >= 2:
                var value = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
                BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], (ushort)(value + _random.Next(-9, 10)));
                break;
            default:
                bytes[at] = _telling[_random.Next(_telling.Length)];
                break;
        }
    }

    private int Rearrange(int length, ReadOnlySpan<byte> other)
    {
        var at = _random.Next(length);
        switch (_random.Next(4))
        {
            case 0:
                return at;
            case 1: // a part again behind itself: headers in headers
                var from = _random.Next(at + 1);
                var repeated = Math.Min(length - from, LongestFrame - at);
                _bytes.AsSpan(from, repeated).CopyTo(_bytes.AsSpan(at));
                return Math.Max(length, at + repeated);
            case 2: // a part less
                var removed = Math.Min(_random.Next(1, 40), length - at);
                _bytes.AsSpan(at + removed, length - at - removed).CopyTo(_bytes.AsSpan(at));
                return length - removed;
            default:
                var start = _random.Next(other.Length + 1);
                var spliced = Math.Min(other.Length - start, LongestFrame - at);
                other.Slice(start, spliced).CopyTo(_bytes.AsSpan(at));
                return at + spliced;
        }
    }
}
