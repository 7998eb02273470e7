using System.Buffers.Binary;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Writes classic pcap, in every variant.</summary>
internal sealed class PcapBytes
{
    private readonly List<byte> _bytes = [];
    private readonly bool _isBigEndian;
    private readonly bool _isModified;

    public PcapBytes(uint magic = PcapReader.Microseconds, bool isBigEndian = false, uint network = 1, ushort minor = 4)
    {
        _isBigEndian = isBigEndian;
        _isModified = magic == PcapReader.Modified;
        Word(magic);
        Half(2);
        Half(minor);
        Word(0);
        Word(0);
        Word(262_144);
        Word(network);
        Ends.Add(_bytes.Count);
    }

    /// <summary>Where the file header and each record end.</summary>
    public List<int> Ends { get; } = [];

    public PcapBytes Add(uint seconds, uint fraction, byte[] frame, uint? original = null) => Add(seconds, fraction, (uint)frame.Length, original ?? (uint)frame.Length, frame);

    /// <summary>A record whose lengths say what they like.</summary>
    public PcapBytes Add(uint seconds, uint fraction, uint captured, uint original, byte[] frame)
    {
        Word(seconds);
        Word(fraction);
        Word(captured);
        Word(original);
        if (_isModified)
        {
            Word(7); // interface
            Word(0); // protocol, packet type, padding
        }
        _bytes.AddRange(frame);
        Ends.Add(_bytes.Count);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private void Half(ushort value)
    {
        Span<byte> two = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(two, _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(two);
    }

    private void Word(uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(four);
    }
}
