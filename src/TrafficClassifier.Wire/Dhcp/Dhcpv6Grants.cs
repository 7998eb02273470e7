using System.Buffers.Binary;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// The addresses and prefixes of a message's identity associations (RFC 8415 21.4 to 21.6, 21.21, 21.22).
/// <code>
/// IA_NA, IA_PD:  | IAID (4) | T1 (4) | T2 (4) | options ...        IA_TA:  | IAID (4) | options ...
/// IAADDR:        | address (16) | preferred (4) | valid (4) | options ...
/// IAPREFIX:      | preferred (4) | valid (4) | length (1) | prefix (16) | options ...
/// </code>
/// </summary>
public ref struct Dhcpv6Grants
{
    private const int AddressLength = 24, PrefixLength = 25;
    private Dhcpv6Options _associations;
    private Dhcpv6Options _inner;
    private ushort _status;

    internal Dhcpv6Grants(ReadOnlySpan<byte> options) => _associations = new Dhcpv6Options(options);

    public Dhcpv6Grant Current { get; private set; }

    public readonly Dhcpv6Grants GetEnumerator() => this;

    public bool MoveNext()
    {
        while (true)
        {
            while (_inner.MoveNext())
            {
                if (_inner.Code == (_associations.Code == Dhcpv6Option.PrefixDelegation ? Dhcpv6Option.Prefix : Dhcpv6Option.Address))
                {
                    Current = Read(_inner.Value);
                    return true;
                }
            }
            do
            {
                if (!_associations.MoveNext())
                {
                    return false;
                }
            }
            while (!IsAssociation(_associations.Code));
            var options = _associations.Value[FixedLength(_associations.Code)..];
            _status = Dhcpv6Options.StatusOf(options);
            _inner = new Dhcpv6Options(options);
        }
    }

    /// <summary>Whether an association and all that stands in it end where they say.</summary>
    internal static bool IsWhole(ushort code, ReadOnlySpan<byte> value)
    {
        if (!IsAssociation(code))
        {
            return true;
        }
        if (value.Length < FixedLength(code))
        {
            return false;
        }
        var inner = new Dhcpv6Options(value[FixedLength(code)..]);
        while (inner.MoveNext())
        {
            if ((inner.Code == Dhcpv6Option.Address && inner.Value.Length < AddressLength)
                || (inner.Code == Dhcpv6Option.Prefix && (inner.Value.Length < PrefixLength || inner.Value[8] > 128)))
            {
                return false;
            }
        }
        return inner.IsAtEnd;
    }

    private static bool IsAssociation(ushort code) =>
        code is Dhcpv6Option.NonTemporaryAssociation or Dhcpv6Option.TemporaryAssociation or Dhcpv6Option.PrefixDelegation;

    private static int FixedLength(ushort code) => code == Dhcpv6Option.TemporaryAssociation ? 4 : 12;

    private readonly Dhcpv6Grant Read(ReadOnlySpan<byte> value)
    {
        var isPrefix = _associations.Code == Dhcpv6Option.PrefixDelegation;
        var lifetimes = value[(isPrefix ? 0 : 16)..];
        var status = Dhcpv6Options.StatusOf(value[(isPrefix ? PrefixLength : AddressLength)..]);
        return new Dhcpv6Grant(
            _associations.Code,
            BinaryPrimitives.ReadUInt32BigEndian(_associations.Value),
            IpAddress.FromBytes(value.Slice(isPrefix ? 9 : 0, 16)),
            isPrefix ? value[8] : (byte)128,
            BinaryPrimitives.ReadUInt32BigEndian(lifetimes),
            BinaryPrimitives.ReadUInt32BigEndian(lifetimes[4..]),
            _status != 0 ? _status : status);
    }
}
