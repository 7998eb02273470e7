using System.Text;

namespace Circular2010.Frames;

/// <summary>Bytes in network order, in the order in which they are written.</summary>
internal sealed class Octets
{
    private readonly List<byte> _bytes = new(512);

    public int Length => _bytes.Count;

    public Octets U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public Octets U16(int value) => U8(value >> 8).U8(value);

    public Octets U24(int value) => U8(value >> 16).U16(value);

    public Octets U32(uint value) => U16((int)(value >> 16)).U16((int)(value & 0xFFFF));

    public Octets Mac(ulong value) => U16((int)(value >> 32)).U32((uint)value);

    public Octets Zeros(int count)
    {
        _bytes.AddRange(Enumerable.Repeat((byte)0, count));
        return this;
    }

    public Octets Add(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public Octets Text(string text) => Add(Encoding.ASCII.GetBytes(text));

    public byte[] ToArray() => [.. _bytes];
}
