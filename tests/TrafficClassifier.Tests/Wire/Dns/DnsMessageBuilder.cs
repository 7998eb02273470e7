using System.Buffers.Binary;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Tests.Wire.Dns;

/// <summary>Writes DNS messages (RFC 1035 4.1), right or wrong: nothing is checked.</summary>
internal sealed class DnsMessageBuilder
{
    public const ushort QueryFlags = 0x0100, AnswerFlags = 0x8180;

    /// <summary>Where the first question stands: what most pointers point to.</summary>
    public const int FirstName = 12;

    private readonly List<byte> _bytes;

    public DnsMessageBuilder(ushort flags = QueryFlags, ushort id = 0x1234) => _bytes = [.. Big(id), .. Big(flags), .. new byte[8]];

    /// <summary>The offset of what is written next.</summary>
    public int Length => _bytes.Count;

    public DnsMessageBuilder Question(byte[] name, ushort type, ushort @class = 1)
    {
        _bytes.AddRange([.. name, .. Big(type), .. Big(@class)]);
        return Count(4);
    }

    public DnsMessageBuilder Record(DnsSection section, byte[] owner, ushort type, uint timeToLive, byte[] data, ushort @class = 1)
    {
        _bytes.AddRange([.. owner, .. Big(type), .. Big(@class), .. Big((ushort)(timeToLive >> 16)), .. Big((ushort)timeToLive), .. Big((ushort)data.Length), .. data]);
        return Count(6 + (2 * (int)section));
    }

    public DnsMessageBuilder Record(byte[] owner, ushort type, byte[] data) => Record(DnsSection.Answer, owner, type, 300, data);

    public DnsMessageBuilder Opt(ushort payloadSize = 1232) => Record(DnsSection.Additional, DnsNameBytes.Root, 41, 0, [], payloadSize);

    public byte[] Build() => [.. _bytes];

    public static byte[] Big(ushort value) => [(byte)(value >> 8), (byte)value];

    private DnsMessageBuilder Count(int at)
    {
        Span<byte> counts = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)[at..];
        BinaryPrimitives.WriteUInt16BigEndian(counts, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(counts) + 1));
        return this;
    }
}
