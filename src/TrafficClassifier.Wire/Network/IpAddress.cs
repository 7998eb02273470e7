using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace TrafficClassifier.Wire.Network;

/// <summary>An IPv4 or IPv6 address as a value of 16 bytes; IPv4 stands as ::ffff:a.b.c.d (RFC 4291 2.5.5.2).</summary>
public readonly record struct IpAddress(ulong High, ulong Low)
{
    private const ulong MappedPrefix = 0x0000_ffff_0000_0000;
    private static readonly SearchValues<char> _plain = SearchValues.Create("0123456789abcdefABCDEF:.");
    private static readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    /// <summary>Odd and secret too: differences between addresses that collide under a known factor would collide under every seed.</summary>
    private static readonly ulong _factor = ((ulong)Random.Shared.NextInt64() << 1) | 1;

    public static IpAddress FromIpv4(uint address) => new(0, MappedPrefix | address);

    /// <summary>Reads 4 or 16 bytes in network order.</summary>
    public static IpAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new IpAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public bool IsIpv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    /// <summary>0.0.0.0 or ::, which name nobody.</summary>
    public bool IsUnspecified => High == 0 && (Low == 0 || Low == MappedPrefix);

    /// <summary>fe80::/10 (RFC 4291 2.5.6): routers pass nothing of it on.</summary>
    public bool IsLinkLocal => High >> 54 == 0xfe80 >> 6;

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIpv4 ? (Low & 0xf000_0000) == 0xe000_0000 : High >> 56 == 0xff;

    /// <summary>The first so many of the 128 bits, the others cleared.</summary>
    public IpAddress Masked(int bits) => new(
        High & (bits <= 0 ? 0 : bits >= 64 ? ulong.MaxValue : ulong.MaxValue << (64 - bits)),
        Low & (bits <= 64 ? 0 : bits >= 128 ? ulong.MaxValue : ulong.MaxValue << (128 - bits)));

    /// <summary>Reads four decimal numbers, or the hexadecimal form of RFC 4291 2.2; no ports, zones, octal or shortened numbers.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        if (!IsPlain(text) || !IPAddress.TryParse(text, out var parsed))
        {
            address = default;
            return false;
        }
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out var length);
        address = FromBytes(bytes[..length]);
        return true;
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.Contains(':'))
        {
            return !text.ContainsAnyExcept(_plain);
        }
        var numbers = 0;
        foreach (var part in text.Split('.'))
        {
            var number = text[part];
            numbers++;
            if (number.Length is 0 or > 3 || (number.Length > 1 && number[0] == '0') || number.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }
        }
        return numbers == 4;
    }

    /// <summary>Seeded anew in each process: strangers choose addresses, and shall not choose where they collide.</summary>
    public override int GetHashCode()
    {
        var hash = (High ^ _seed) * _factor;
        hash = (hash ^ (hash >> 32) ^ Low) * _factor;
        return (int)(hash >> 32);
    }

    /// <summary>Writes the canonical text (RFC 5952) as UTF-8; 45 bytes are always enough.</summary>
    public int Format(Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[16];
        ToIPAddress(bytes).TryFormat(destination, out var written);
        return written;
    }

    public override string ToString() => ToIPAddress(stackalloc byte[16]).ToString();

    private IPAddress ToIPAddress(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return new IPAddress(IsIpv4 ? bytes[12..] : bytes);
    }
}
