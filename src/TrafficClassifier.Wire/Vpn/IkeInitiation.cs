using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Vpn;

/// <summary>
/// The initiator's first message of IKE (RFC 7296 3.1, IKE_SA_INIT; version 1: RFC 2408 3.1, Identity Protection or Aggressive): the
/// responder's index is still 0.
/// <code>
///  0               8               16     17        18         19      20           24       28
/// +---------------+---------------+------+---------+----------+-------+------------+--------+---------
/// | initiator SPI | responder SPI | next | version | exchange | flags | message id | length | payloads
/// +---------------+---------------+------+---------+----------+-------+------------+--------+---------
/// </code>
/// </summary>
public readonly ref struct IkeInitiation : IWireView<IkeInitiation>
{
    public const int HeaderLength = 28;
    private const byte IdentityProtection = 2, Aggressive = 4, SaInit = 34;
    private const byte InitiatorFlag = 0x08, ResponseFlag = 0x20;
    private readonly ReadOnlySpan<byte> _bytes;

    private IkeInitiation(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public ulong InitiatorSpi => BinaryPrimitives.ReadUInt64BigEndian(_bytes);

    public int MajorVersion => _bytes[17] >> 4;

    public byte Exchange => _bytes[18];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out IkeInitiation view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        var isFirst = (bytes[17] >> 4) switch
        {
            2 => bytes[18] == SaInit && (bytes[19] & (InitiatorFlag | ResponseFlag)) == InitiatorFlag,
            1 => bytes[18] is IdentityProtection or Aggressive,
            _ => false,
        };
        if (!isFirst || BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) != 0 || BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]) != 0)
        {
            return DecodeStatus.Unsupported;
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]);
        if (BinaryPrimitives.ReadUInt64BigEndian(bytes) == 0 || length < HeaderLength)
        {
            return DecodeStatus.Malformed; // RFC 7296 3.1: the initiator's index MUST NOT be zero
        }
        if (length > bytes.Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new IkeInitiation(bytes[..(int)length]);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"IKE {MajorVersion} exchange={Exchange} spi={InitiatorSpi:x16}");
}
