using System.Text;

namespace TrafficClassifier.Wire.Dns;

/// <summary>
/// A domain name inside a DNS message, perhaps compressed (RFC 1035 3.1, 4.1.4).
/// <code>
/// +------------+-----------------+     label: 00 + 6-bit length, then that many bytes; 0 ends the name
/// |00| length  | bytes ...       |
/// +------------+-----------------+
/// |11|      14-bit offset        |     pointer: the name goes on at a prior place of the message
/// +------------------------------+
/// </code>
/// </summary>
public readonly ref struct DnsName
{
    /// <summary>RFC 1035 2.3.4, in wire form.</summary>
    public const int LongestWire = 255;

    /// <summary>Bytes that always hold the text of a name.</summary>
    public const int LongestText = LongestWire * WireText.LongestEscape;

    /// <summary>A name has at most 127 labels; a pointer that follows no label leads nowhere new.</summary>
    private const int MostPointers = LongestWire / 2;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _start;

    private DnsName(ReadOnlySpan<byte> message, int start)
    {
        _message = message;
        _start = start;
    }

    /// <summary>
    /// Reads the name that starts at <paramref name="at"/> of the message and sets <paramref name="at"/> behind it. A pointer must go to
    /// a *prior* occurrence (RFC 1035 4.1.4): each jump lands before the place where the piece it ends began, so no loop is possible, and
    /// what it finds there ends before that place, so no name depends on bytes behind itself.
    /// </summary>
    public static DecodeStatus TryRead(ReadOnlySpan<byte> message, scoped ref int at, out DnsName name)
    {
        name = default;
        var start = at;
        var piece = at;
        var limit = message.Length;
        var pointers = 0;
        var behind = -1;
        var wireLength = 1;
        var position = at;
        while (true)
        {
            if ((uint)position >= (uint)limit)
            {
                return pointers == 0 ? DecodeStatus.Truncated : DecodeStatus.Malformed;
            }
            int length = message[position];
            if (length == 0)
            {
                at = behind < 0 ? position + 1 : behind;
                name = new DnsName(message, start);
                return DecodeStatus.Ok;
            }
            if (length >= 0xc0)
            {
                if (position + 1 >= limit)
                {
                    return pointers == 0 ? DecodeStatus.Truncated : DecodeStatus.Malformed;
                }
                var target = ((length & 0x3f) << 8) | message[position + 1];
                behind = behind < 0 ? position + 2 : behind;
                if (target >= piece || target < DnsMessage.HeaderLength || ++pointers > MostPointers)
                {
                    return DecodeStatus.Malformed;
                }
                limit = piece;
                piece = position = target;
                continue;
            }
            wireLength += 1 + length;
            // 01 and 10 are reserved (RFC 6891 5 retired the one extended label type).
            if (length > 63 || wireLength > LongestWire)
            {
                return DecodeStatus.Malformed;
            }
            position += 1 + length;
        }
    }

    /// <summary>Where in the message its first label stands, behind pointers: two names of one message that share it are the same.</summary>
    public int Place
    {
        get
        {
            var at = _start;
            while (!_message.IsEmpty && _message[at] >= 0xc0)
            {
                at = ((_message[at] & 0x3f) << 8) | _message[at + 1];
            }
            return at;
        }
    }

    public bool IsRoot => Labels().MoveNext() == false;

    public LabelEnumerator Labels() => new(_message, _start);

    /// <summary>Writes the name's text (<see cref="WireText"/>), without a final dot; the root is ".".</summary>
    /// <returns>The bytes written; <see cref="LongestText"/> bytes are always enough, in less the name is cut.</returns>
    public int Format(Span<byte> destination)
    {
        var at = 0;
        foreach (var label in Labels())
        {
            if ((at > 0 && !WireText.TryAppendDot(destination, ref at)) || !WireText.TryAppend(label, destination, ref at, escapeDots: true))
            {
                return at;
            }
        }
        if (at == 0)
        {
            WireText.TryAppendDot(destination, ref at);
        }
        return at;
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[LongestText];
        return Encoding.ASCII.GetString(text[..Format(text)]);
    }

    /// <summary>The labels, from the left.</summary>
    public ref struct LabelEnumerator
    {
        private readonly ReadOnlySpan<byte> _message;
        private int _next;

        internal LabelEnumerator(ReadOnlySpan<byte> message, int start)
        {
            _message = message;
            _next = start;
        }

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly LabelEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_message.IsEmpty)
            {
                return false;
            }
            int length;
            while ((length = _message[_next]) >= 0xc0)
            {
                _next = ((length & 0x3f) << 8) | _message[_next + 1];
            }
            if (length == 0)
            {
                return false;
            }
            Current = _message.Slice(_next + 1, length);
            _next += 1 + length;
            return true;
        }
    }
}
