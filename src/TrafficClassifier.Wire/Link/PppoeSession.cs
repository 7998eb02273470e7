using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A frame of a PPPoE session (RFC 2516 4, 6).
/// <code>
///  0        1        2           4        6
/// +----+----+--------+-----------+--------+----------------
/// |ver |type| code 0 | session   | length | PPP, from its protocol
/// +----+----+--------+-----------+--------+----------------
/// </code>
/// </summary>
public readonly ref struct PppoeSession : IWireView<PppoeSession>
{
    public const int HeaderLength = 6;
    private readonly ReadOnlySpan<byte> _bytes;

    private PppoeSession(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ushort Session => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Ends where the length says; where the capture ends when that comes first.</summary>
    public ReadOnlySpan<byte> Payload
    {
        get
        {
            var rest = _bytes[HeaderLength..];
            return rest[..Math.Min(rest.Length, BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]))];
        }
    }

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out PppoeSession view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[0] != 0x11 || bytes[1] != 0)
        {
            return DecodeStatus.Unsupported;
        }
        view = new PppoeSession(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PPPoE {Session} payload={Payload.Length}");
}
