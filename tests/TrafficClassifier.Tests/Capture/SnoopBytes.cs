using System.Buffers.Binary;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Writes snoop (RFC 1761), right or wrong: nothing is checked.</summary>
internal sealed class SnoopBytes
{
    private readonly List<byte> _bytes = [.. "snoop\0\0\0"u8];

    public SnoopBytes(uint version = 2, uint linkType = 4)
    {
        Words(version, linkType);
        Ends.Add(_bytes.Count);
    }

    /// <summary>Where the file header and each record end.</summary>
    public List<int> Ends { get; } = [];

    public SnoopBytes Add(uint seconds, uint microseconds, byte[] frame, uint drops = 0)
    {
        var padding = -frame.Length & 3;
        return Add(seconds, microseconds, (uint)frame.Length, (uint)(24 + frame.Length + padding), drops, [.. frame, .. new byte[padding]]);
    }

    /// <summary>A record whose lengths say what they like.</summary>
    public SnoopBytes Add(uint seconds, uint microseconds, uint captured, uint length, uint drops, byte[] bytes)
    {
        Words(1514, captured, length, drops, seconds, microseconds);
        _bytes.AddRange(bytes);
        Ends.Add(_bytes.Count);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private void Words(params uint[] words)
    {
        Span<byte> four = stackalloc byte[4];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt32BigEndian(four, word);
            _bytes.AddRange(four);
        }
    }
}
