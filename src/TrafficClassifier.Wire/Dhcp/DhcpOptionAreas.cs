namespace TrafficClassifier.Wire.Dhcp;

/// <summary>
/// The places of a message that hold options: the options field and, where option 52 says so, file (128 bytes) and then sname (64 bytes),
/// in the order in which RFC 3396 5 joins split options.
/// </summary>
internal readonly struct DhcpOptionAreas
{
    private const int OptionsStart = DhcpMessage.FixedLength + 4;
    private const int FileStart = 108, FileLength = 128;
    private const int ServerNameStart = 44, ServerNameLength = 64;
    private readonly bool _hasOptions;
    private readonly byte _overload;

    private DhcpOptionAreas(byte overload)
    {
        _hasOptions = true;
        _overload = overload;
    }

    /// <summary>Checks that every option of every area ends inside it.</summary>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> message, out DhcpOptionAreas areas)
    {
        areas = default;
        if (!IsWhole(message[OptionsStart..], out var overload))
        {
            // The options field ends with the datagram: cut and contradictory look the same.
            return DecodeStatus.Truncated;
        }
        if (((overload & 1) != 0 && !IsWhole(message.Slice(FileStart, FileLength), out _))
            || ((overload & 2) != 0 && !IsWhole(message.Slice(ServerNameStart, ServerNameLength), out _)))
        {
            return DecodeStatus.Malformed;
        }
        areas = new DhcpOptionAreas(overload);
        return DecodeStatus.Ok;
    }

    public OptionEnumerator Walk(ReadOnlySpan<byte> message) => _hasOptions ? new OptionEnumerator(message, _overload) : default;

    private static bool IsWhole(ReadOnlySpan<byte> area, out byte overload)
    {
        overload = 0;
        while (!area.IsEmpty && area[0] != DhcpOption.End)
        {
            if (area[0] == DhcpOption.Pad)
            {
                area = area[1..];
                continue;
            }
            if (area.Length < 2 || area.Length < 2 + area[1])
            {
                return false;
            }
            if (area[0] == DhcpOption.Overload && area[1] == 1)
            {
                overload = area[2];
            }
            area = area[(2 + area[1])..];
        }
        return true; // RFC 2131 4.1 wants an end option; real servers forget it
    }

    /// <summary>One option, or one piece of a split option.</summary>
    internal readonly ref struct Piece(byte code, ReadOnlySpan<byte> value)
    {
        public byte Code { get; } = code;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks the options of all areas.</summary>
    internal ref struct OptionEnumerator
    {
        private readonly ReadOnlySpan<byte> _message;
        private ReadOnlySpan<byte> _rest;
        private byte _areasLeft;

        internal OptionEnumerator(ReadOnlySpan<byte> message, byte overload)
        {
            _message = message;
            _rest = message[OptionsStart..];
            _areasLeft = (byte)(overload & 3);
        }

        public Piece Current { get; private set; }

        public readonly OptionEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (true)
            {
                while (!_rest.IsEmpty && _rest[0] == DhcpOption.Pad)
                {
                    _rest = _rest[1..];
                }
                if (!_rest.IsEmpty && _rest[0] != DhcpOption.End)
                {
                    Current = new Piece(_rest[0], _rest.Slice(2, _rest[1]));
                    _rest = _rest[(2 + _rest[1])..];
                    return true;
                }
                if ((_areasLeft & 1) != 0)
                {
                    _rest = _message.Slice(FileStart, FileLength);
                    _areasLeft = (byte)(_areasLeft & 2);
                }
                else if ((_areasLeft & 2) != 0)
                {
                    _rest = _message.Slice(ServerNameStart, ServerNameLength);
                    _areasLeft = 0;
                }
                else
                {
                    return false;
                }
            }
        }
    }
}
