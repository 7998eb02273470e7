using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Wire.Dns;

/// <summary>
/// A DNS message (RFC 1035 4.1) whose four sections were walked to their end.
/// <code>
///  0        2        4        6        8        10       12
/// +--------+--------+--------+--------+--------+--------+-----------+---------
/// |   id   | flags  |question| answer |author. |addit.  | questions | records
/// |        |        | count  | count  | count  | count  |           |
/// +--------+--------+--------+--------+--------+--------+-----------+---------
/// flags: QR | opcode (4) | AA | TC | RD | RA | Z AD CD | rcode (4)
/// </code>
/// </summary>
public readonly ref struct DnsMessage : IWireView<DnsMessage>
{
    public const int HeaderLength = 12;

    /// <summary>Bytes of the shortest question: the root, type and class.</summary>
    private const int ShortestQuestion = 5;

    /// <summary>Bytes of the shortest record: the root, type, class, TTL and length.</summary>
    private const int ShortestRecord = 11;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _recordsStart;

    private DnsMessage(ReadOnlySpan<byte> bytes, int recordsStart)
    {
        _bytes = bytes;
        _recordsStart = recordsStart;
    }

    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    public bool IsResponse => (_bytes[2] & 0x80) != 0;

    /// <summary>0 is QUERY; 4 NOTIFY and 5 UPDATE are no look-ups.</summary>
    public byte Opcode => (byte)((_bytes[2] >> 3) & 0x0f);

    public bool IsTruncatedByServer => (_bytes[2] & 0x02) != 0;

    public byte ResponseCode => (byte)(_bytes[3] & 0x0f);

    public ushort QuestionCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public ushort AnswerCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The whole message, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Bytes of the message, up to the end of its last record.</summary>
    public int Length => _bytes.Length;

    public QuestionEnumerator Questions => new(_bytes, QuestionCount);

    /// <summary>The records of all three sections, in order.</summary>
    public RecordEnumerator Records => new(_bytes, _recordsStart);

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out DnsMessage view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        var at = HeaderLength;
        var questions = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        // Counts that could not fit however short the entries are a lie about the rest of the message, told before it is walked.
        if (questions * ShortestQuestion > bytes.Length - HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        for (var i = 0; i < questions; i++)
        {
            var status = DnsName.TryRead(bytes, ref at, out _);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }
            at += 4;
        }
        if (at > bytes.Length)
        {
            return DecodeStatus.Truncated;
        }
        var recordsStart = at;
        var records = RecordCount(bytes);
        if (records * ShortestRecord > bytes.Length - at)
        {
            return DecodeStatus.Truncated;
        }
        for (var i = 0; i < records; i++)
        {
            var status = SkipRecord(bytes, ref at);
            if (status != DecodeStatus.Ok)
            {
                return status;
            }
        }
        view = new DnsMessage(bytes[..at], recordsStart);
        return DecodeStatus.Ok;
    }

    /// <summary>The message's OPT record (RFC 6891 6.1.1), which says that the sender speaks EDNS.</summary>
    public bool TryFindEdns(out DnsRecord opt)
    {
        foreach (var record in Records)
        {
            if (record.Type == DnsType.Opt && record.Section == DnsSection.Additional)
            {
                opt = record;
                return true;
            }
        }
        opt = default;
        return false;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"DNS id={Id} response={IsResponse} opcode={Opcode} rcode={ResponseCode} tc={IsTruncatedByServer}");
        text.Append(CultureInfo.InvariantCulture, $" questions={QuestionCount} answers={AnswerCount} edns={TryFindEdns(out _)} length={Length}");
        foreach (var question in Questions)
        {
            text.Append(" ? ").Append(question.ToString());
        }
        foreach (var record in Records)
        {
            text.Append(" | ").Append(record.ToString());
        }
        return text.ToString();
    }

    private static int RecordCount(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes[6..])
        + BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]) + BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]);

    private static DecodeStatus SkipRecord(ReadOnlySpan<byte> bytes, ref int at)
    {
        var status = DnsName.TryRead(bytes, ref at, out _);
        if (status != DecodeStatus.Ok)
        {
            return status;
        }
        if (bytes.Length - at < 10)
        {
            return DecodeStatus.Truncated;
        }
        at += 10 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]);
        return at <= bytes.Length ? DecodeStatus.Ok : DecodeStatus.Truncated;
    }

    /// <summary>Walks the question section.</summary>
    public ref struct QuestionEnumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private int _left;
        private int _at = HeaderLength;

        internal QuestionEnumerator(ReadOnlySpan<byte> bytes, int count)
        {
            _bytes = bytes;
            _left = count;
        }

        public DnsQuestion Current { get; private set; }

        public readonly QuestionEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left-- <= 0)
            {
                return false;
            }
            DnsName.TryRead(_bytes, ref _at, out var name);
            Current = new DnsQuestion(name, new DnsType(BinaryPrimitives.ReadUInt16BigEndian(_bytes[_at..])), BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_at + 2)..]));
            _at += 4;
            return true;
        }
    }

    /// <summary>Walks answer, authority and additional section.</summary>
    public ref struct RecordEnumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private int _index;
        private int _at;

        internal RecordEnumerator(ReadOnlySpan<byte> bytes, int start)
        {
            _bytes = bytes;
            _at = start;
        }

        public DnsRecord Current { get; private set; }

        public readonly RecordEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_bytes.IsEmpty || _index >= RecordCount(_bytes))
            {
                return false;
            }
            int answers = BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);
            int authorities = BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);
            var section = _index < answers ? DnsSection.Answer : _index < answers + authorities ? DnsSection.Authority : DnsSection.Additional;
            DnsName.TryRead(_bytes, ref _at, out var owner);
            var fixedPart = _bytes.Slice(_at, 10);
            int length = BinaryPrimitives.ReadUInt16BigEndian(fixedPart[8..]);
            Current = new DnsRecord(_bytes, section, owner, new DnsType(BinaryPrimitives.ReadUInt16BigEndian(fixedPart)),
                BinaryPrimitives.ReadUInt16BigEndian(fixedPart[2..]), BinaryPrimitives.ReadUInt32BigEndian(fixedPart[4..]), _at + 10, length);
            _at += 10 + length;
            _index++;
            return true;
        }
    }
}
