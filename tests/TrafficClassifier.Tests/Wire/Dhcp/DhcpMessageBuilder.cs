using System.Buffers.Binary;
using System.Text;

namespace TrafficClassifier.Tests.Wire.Dhcp;

/// <summary>Writes DHCPv4 messages (RFC 2131 2), right or wrong: nothing is checked.</summary>
internal sealed class DhcpMessageBuilder
{
    public const int OptionsStart = 240;
    private const int ServerNameStart = 44, FileStart = 108;

    private readonly byte[] _fixed = new byte[OptionsStart];
    private readonly List<byte> _options = [];

    public DhcpMessageBuilder(byte operation = 1)
    {
        Fixed(0, operation, 1, 6, 0, 0x39, 0x03, 0xf3, 0x26);
        Fixed(28, 0x00, 0x0b, 0x82, 0x01, 0xfc, 0x42);
        Fixed(236, 0x63, 0x82, 0x53, 0x63);
    }

    /// <summary>Overwrites bytes of the fixed part.</summary>
    public DhcpMessageBuilder Fixed(int at, params byte[] bytes)
    {
        bytes.CopyTo(_fixed, at);
        return this;
    }

    public DhcpMessageBuilder Fixed(int at, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_fixed.AsSpan(at), value);
        return this;
    }

    public DhcpMessageBuilder Option(byte code, params byte[] value) => Raw(OptionBytes(code, value));

    public DhcpMessageBuilder Option(byte code, string value) => Option(code, Encoding.ASCII.GetBytes(value));

    /// <summary>Bytes of the options field as they are.</summary>
    public DhcpMessageBuilder Raw(params byte[] bytes)
    {
        _options.AddRange(bytes);
        return this;
    }

    /// <summary>Options in the file field; option 52 is the caller's.</summary>
    public DhcpMessageBuilder InFile(params byte[] bytes) => Fixed(FileStart, bytes);

    /// <summary>Options in the sname field; option 52 is the caller's.</summary>
    public DhcpMessageBuilder InServerName(params byte[] bytes) => Fixed(ServerNameStart, bytes);

    public byte[] Build() => [.. _fixed, .. _options, 255];

    public byte[] BuildWithoutEnd() => [.. _fixed, .. _options];

    public static byte[] OptionBytes(byte code, params byte[] value) => [code, (byte)value.Length, .. value];
}
