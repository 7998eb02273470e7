using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// A data frame of 802.11 (IEEE 802.11 9.2.3, 9.3.2). Frames of other types, empty and protected ones are Unsupported: nothing in them
/// can be read.
/// <code>
///  0       2          4       10      16      22     24      30   32   36
/// +-------+----------+-------+-------+-------+------+-------+----+----+-----
/// |control| duration | addr1 | addr2 | addr3 | seq. | addr4?|QoS?|HT? | LLC
/// +-------+----------+-------+-------+-------+------+-------+----+----+-----
/// </code>
/// </summary>
public readonly ref struct WirelessFrame : IWireView<WirelessFrame>
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;
    private readonly byte _flags;
    private readonly bool _isSwapped;

    private WirelessFrame(ReadOnlySpan<byte> bytes, int payloadStart, byte flags, bool isAggregate, bool isSwapped)
    {
        _flags = flags;
        _isSwapped = isSwapped;
        _bytes = bytes;
        _payloadStart = payloadStart;
        IsAggregate = isAggregate;
    }

    public bool IsAggregate { get; }

    public bool IsLaterFragment => (_bytes[_isSwapped ? 23 : 22] & 0x0f) != 0;

    /// <summary>Table 9-30: which address is the sender's depends on the directions.</summary>
    public ReadOnlySpan<byte> Source => (_flags & 0x03) switch
    {
        2 => _bytes.Slice(16, 6),
        3 => _bytes.Slice(24, 6),
        _ => _bytes.Slice(10, 6),
    };

    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out WirelessFrame view)
    {
        view = default;
        return bytes.Length < 2 ? DecodeStatus.Truncated : TryRead(bytes, bytes[0], bytes[1], isSwapped: false, out view);
    }

    /// <summary>As <see cref="TryRead(ReadOnlySpan{byte}, out WirelessFrame)"/>, with the bytes of its 16-bit fields the other way round, as some access points tunnel it.</summary>
    public static DecodeStatus TryReadSwapped(ReadOnlySpan<byte> bytes, out WirelessFrame view)
    {
        view = default;
        return bytes.Length < 2 ? DecodeStatus.Truncated : TryRead(bytes, bytes[1], bytes[0], isSwapped: true, out view);
    }

    private static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, byte control, byte flags, bool isSwapped, out WirelessFrame view)
    {
        view = default;
        if ((control & 0x4f) != 0x08 || (flags & 0x40) != 0)
        {
            return DecodeStatus.Unsupported;
        }
        var isQos = (control & 0x80) != 0;
        var start = 24 + ((flags & 0x03) == 0x03 ? 6 : 0);
        var qosAt = start;
        start += isQos ? 2 : 0;
        start += isQos && (flags & 0x80) != 0 ? 4 : 0; // +HTC
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        // Some receivers align the body to 4 bytes (radiotap's data pad): then LLC begins there, and not here.
        if ((start & 3) == 2 && bytes.Length >= start + 4 && bytes[start] != 0xaa && bytes[start + 2] == 0xaa && bytes[start + 3] == 0xaa)
        {
            start += 2;
        }
        if (bytes.Length < start)
        {
            return DecodeStatus.Truncated;
        }
        view = new WirelessFrame(bytes, start, flags, isQos && (bytes[qosAt] & 0x80) != 0, isSwapped);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"802.11 {Convert.ToHexStringLower(Source)} aggregate={IsAggregate} fragment={IsLaterFragment} payload={Payload.Length}");
}
