using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Radius;

/// <summary>
/// A RADIUS message (RFC 2865 3); what is read of it are the attributes of accounting (RFC 2866).
/// <code>
///  0      1      2         4                        20
/// +------+------+---------+------------------------+--------------------------------------
/// | code | id   | length  | authenticator          | attributes: type, length (of all), value
/// +------+------+---------+------------------------+--------------------------------------
/// </code>
/// </summary>
public readonly ref struct RadiusMessage : IWireView<RadiusMessage>
{
    /// <summary>RFC 2865 3.</summary>
    public const int LongestMessage = 4096;

    private const int HeaderLength = 20, AuthenticatorStart = 4, AuthenticatorLength = 16, PrefixHeader = 2;
    private readonly ReadOnlySpan<byte> _bytes;

    private RadiusMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The whole message, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public byte Code => _bytes[0];

    public byte Identifier => _bytes[1];

    /// <summary>Acct-Status-Type: 1 Start, 2 Stop, 3 Interim-Update; 0 where none stands.</summary>
    public uint StatusType => FourBytes(RadiusAttribute.StatusType) ?? 0;

    public ReadOnlySpan<byte> UserName => Find(RadiusAttribute.UserName);

    public ReadOnlySpan<byte> SessionId => Find(RadiusAttribute.SessionId);

    public ReadOnlySpan<byte> CallingStation => Find(RadiusAttribute.CallingStation);

    /// <summary>What the access server calls itself: identifier, else its address; empty where it does not say.</summary>
    public ReadOnlySpan<byte> AccessServer => Find(RadiusAttribute.NasIdentifier) is { IsEmpty: false } name ? name
        : Find(RadiusAttribute.NasAddress) is { IsEmpty: false } address ? address
        : Find(RadiusAttribute.NasIpv6Address);

    /// <summary>0.0.0.0 where none stands. 255.255.255.254 and .255 leave the choice to others (RFC 2865 5.8) and are no address either.</summary>
    public IpAddress FramedAddress => FourBytes(RadiusAttribute.FramedAddress) is { } value and < 0xffff_fffe ? IpAddress.FromIpv4(value) : default;

    /// <summary>Framed-IPv6-Address, or a prefix of 128 bits, or a prefix of 64 bits with its Framed-Interface-Id; :: where none stands.</summary>
    public IpAddress FramedIpv6Address
    {
        get
        {
            var address = Find(RadiusAttribute.FramedIpv6Address);
            if (address.Length == 16)
            {
                return IpAddress.FromBytes(address);
            }
            var (prefix, length) = FramedIpv6Prefix;
            var interfaceId = Find(RadiusAttribute.FramedInterfaceId);
            return length == 128 ? prefix
                : length == 64 && interfaceId.Length == 8 ? prefix with { Low = BinaryPrimitives.ReadUInt64BigEndian(interfaceId) }
                : default;
        }
    }

    /// <summary>Framed-IPv6-Prefix (RFC 3162 2.3), bits behind its length cleared; length 0 where none stands.</summary>
    public (IpAddress Prefix, byte Length) FramedIpv6Prefix
    {
        get
        {
            var value = Find(RadiusAttribute.FramedIpv6Prefix);
            if (value.Length < PrefixHeader || value.Length > PrefixHeader + 16 || value[1] is 0 or > 128)
            {
                return default;
            }
            Span<byte> address = stackalloc byte[16];
            address.Clear();
            value[PrefixHeader..].CopyTo(address);
            var length = value[1];
            return (IpAddress.FromBytes(address).Masked(length), length);
        }
    }

    /// <summary>How long ago it happened, when the access server had to try again (RFC 2866 5.2).</summary>
    public uint DelaySeconds => FourBytes(RadiusAttribute.DelayTime) ?? 0;

    /// <summary>When it happened by the access server's clock, in seconds since 1970.</summary>
    public uint? EventTimestamp => FourBytes(RadiusAttribute.EventTimestamp);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out RadiusMessage view)
    {
        view = default;
        if (bytes.Length < AuthenticatorStart)
        {
            return DecodeStatus.Truncated;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (length is < HeaderLength or > LongestMessage)
        {
            return DecodeStatus.Malformed;
        }
        if (bytes.Length < length)
        {
            return DecodeStatus.Truncated;
        }
        for (var rest = bytes[HeaderLength..length]; !rest.IsEmpty; rest = rest[rest[1]..])
        {
            if (rest.Length < 2 || rest[1] < 2 || rest[1] > rest.Length)
            {
                return DecodeStatus.Malformed;
            }
        }
        view = new RadiusMessage(bytes[..length]);
        return DecodeStatus.Ok;
    }

    /// <summary>Whether an Accounting-Request was made by somebody who knows the secret (RFC 2866 3): MD5 over the message with a zero authenticator, and the secret.</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> secret)
    {
        const int LongestSecret = 1024;
        if (Code != RadiusCode.AccountingRequest || secret.Length > LongestSecret)
        {
            return false;
        }
        Span<byte> signed = stackalloc byte[LongestMessage + LongestSecret];
        signed = signed[..(_bytes.Length + secret.Length)];
        _bytes.CopyTo(signed);
        signed.Slice(AuthenticatorStart, AuthenticatorLength).Clear();
        secret.CopyTo(signed[_bytes.Length..]);
        Span<byte> digest = stackalloc byte[AuthenticatorLength];
#pragma warning disable CA5351 // the protocol's own choice
        MD5.HashData(signed, digest);
#pragma warning restore CA5351
        return CryptographicOperations.FixedTimeEquals(digest, _bytes.Slice(AuthenticatorStart, AuthenticatorLength));
    }

    private ReadOnlySpan<byte> Find(byte type)
    {
        for (var rest = _bytes[HeaderLength..]; !rest.IsEmpty; rest = rest[rest[1]..])
        {
            if (rest[0] == type)
            {
                return rest[2..rest[1]];
            }
        }
        return default;
    }

    private uint? FourBytes(byte type) => Find(type) is { Length: 4 } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"RADIUS {Code} id={Identifier} status={StatusType} user={UserName.Length} session={Convert.ToHexStringLower(SessionId)} station={Convert.ToHexStringLower(CallingStation)} server={Convert.ToHexStringLower(AccessServer)} ip={FramedAddress} ip6={FramedIpv6Address} prefix={FramedIpv6Prefix} delay={DelaySeconds} at={EventTimestamp} authentic={IsAuthentic("x"u8)}");
}
