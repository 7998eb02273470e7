using System.Buffers.Binary;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// A row of options (RFC 8415 21.1). What stands behind the last whole one is not told.
/// <code>
///  0       2       4
/// +-------+-------+-------------
/// | code  | length| value ...
/// +-------+-------+-------------
/// </code>
/// </summary>
internal ref struct Dhcpv6Options(ReadOnlySpan<byte> bytes)
{
    private const int HeaderLength = 4;
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Code { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The row ended where an option ended.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool MoveNext()
    {
        if (_rest.Length < HeaderLength)
        {
            return false;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (length > _rest.Length - HeaderLength)
        {
            return false;
        }
        Code = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        Value = _rest.Slice(HeaderLength, length);
        _rest = _rest[(HeaderLength + length)..];
        return true;
    }

    /// <summary>The first option of that code.</summary>
    public static bool TryFind(ReadOnlySpan<byte> bytes, ushort code, out ReadOnlySpan<byte> value)
    {
        var options = new Dhcpv6Options(bytes);
        while (options.MoveNext())
        {
            if (options.Code == code)
            {
                value = options.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>Status 0 is success, and so is no status at all (RFC 8415 21.13).</summary>
    public static ushort StatusOf(ReadOnlySpan<byte> bytes) =>
        TryFind(bytes, Dhcpv6Option.Status, out var value) && value.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(value) : (ushort)0;
}
