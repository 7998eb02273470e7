using System.Buffers.Binary;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Writes pcapng, block by block.</summary>
internal sealed class PcapngBytes
{
    private readonly List<byte> _bytes = [];
    private bool _isBigEndian;

    /// <summary>Where each block starts, and whether it is a packet; the last entry is the end.</summary>
    public List<(int Start, bool IsPacket)> Blocks { get; } = [];

    public byte[] ToArray() => [.. _bytes];

    public PcapngBytes Section(bool isBigEndian = false)
    {
        _isBigEndian = isBigEndian;
        return Block(0x0a0d0d0a, [.. Word(0x1a2b3c4d), .. Half(1), .. Half(0), .. Long(ulong.MaxValue)]);
    }

    public PcapngBytes Interface(ushort linkType = 1, uint snapLength = 0, params byte[] options) =>
        Block(1, [.. Half(linkType), .. Half(0), .. Word(snapLength), .. options]);

    public PcapngBytes Enhanced(uint source, ulong units, byte[] frame, uint? original = null, params byte[] options) =>
        Block(6, [.. Word(source), .. Word((uint)(units >> 32)), .. Word((uint)units), .. Word((uint)frame.Length), .. Word(original ?? (uint)frame.Length), .. Padded(frame), .. options], isPacket: true);

    public PcapngBytes Old(ushort source, ushort dropped, ulong units, byte[] frame, uint? original = null) =>
        Block(2, [.. Half(source), .. Half(dropped), .. Word((uint)(units >> 32)), .. Word((uint)units), .. Word((uint)frame.Length), .. Word(original ?? (uint)frame.Length), .. Padded(frame)], isPacket: true);

    public PcapngBytes Simple(byte[] frame, uint? original = null) => Block(3, [.. Word(original ?? (uint)frame.Length), .. Padded(frame)], isPacket: true);

    public PcapngBytes Statistics(uint source, params byte[] options) => Block(5, [.. Word(source), .. Word(0), .. Word(0), .. options]);

    public PcapngBytes Block(uint type, byte[] body, bool isPacket = false)
    {
        Blocks.Add((_bytes.Count, isPacket));
        var length = (uint)(12 + body.Length);
        _bytes.AddRange([.. Word(type), .. Word(length), .. body, .. Word(length)]);
        return this;
    }

    /// <summary>In the byte order of the section that is being written.</summary>
    public byte[] Option(ushort code, params byte[] value) => [.. Half(code), .. Half((ushort)value.Length), .. Padded(value)];

    public byte[] Option(ushort code, ulong value) => Option(code, Long(value));

    public byte[] Long(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    private byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    private byte[] Half(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, _isBigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return bytes;
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
}
