using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TrafficClassifier.Logs;

/// <summary>
/// Keeps what one line told until its time has come among the frames, as bytes that another thread can be handed. Stays in the process:
/// the machine's byte order.
/// </summary>
internal sealed class RecordBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Of these, those that name a site.</summary>
    public int Sightings { get; private set; }

    /// <summary>When the earliest of them was.</summary>
    public Instant Time { get; private set; } = Instant.MaxValue;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        (_length, Count, Sightings) = (0, 0, 0);
        Time = Instant.MaxValue;
    }

    public void Add(scoped in LogRecord record)
    {
        var head = new RecordHead
        {
            Time = record.Time,
            Seconds = record.Seconds,
            Client = record.Client,
            Server = record.Server,
            ClientIpv6 = record.ClientIpv6,
            Ipv6Prefix = record.Ipv6Prefix,
            Mac = record.Mac,
            NameLength = record.Name.Length,
            QueryTypeLength = record.QueryType.Length,
            UserLength = record.User.Length,
            ClientIdLength = record.ClientId.Length,
            HostNameLength = record.HostName.Length,
            SessionLength = record.Session.Length,
            AccessServerLength = record.AccessServer.Length,
            MessageLength = record.Message.Length,
            ClientPort = record.ClientPort,
            ServerPort = record.ServerPort,
            Kind = record.Kind,
            IsEncryptedHello = record.IsEncryptedHello,
            IsTcp = record.IsTcp,
        };
        var length = Unsafe.SizeOf<RecordHead>() + head.TextLength;
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        }
        var rest = _bytes.AsSpan(_length, length);
        MemoryMarshal.Write(rest, head);
        rest = rest[Unsafe.SizeOf<RecordHead>()..];
        Append(record.Name, ref rest);
        Append(record.QueryType, ref rest);
        if (!rest.IsEmpty) // most lines tell no more
        {
            AppendOthers(record, rest);
        }
        _length += length;
        Count++;
        Sightings += record.IsSighting ? 1 : 0;
        Time = record.Time < Time ? record.Time : Time;
    }

    private static void AppendOthers(scoped in LogRecord record, Span<byte> rest)
    {
        Append(record.User, ref rest);
        Append(record.ClientId, ref rest);
        Append(record.HostName, ref rest);
        Append(record.Session, ref rest);
        Append(record.AccessServer, ref rest);
        Append(record.Message, ref rest);
    }

    /// <summary>Tells what was kept once more.</summary>
    public static void Tell(ReadOnlySpan<byte> bytes, LogRecordHandler handler)
    {
        while (!bytes.IsEmpty)
        {
            ref readonly var head = ref Unsafe.As<byte, RecordHead>(ref MemoryMarshal.GetReference(bytes));
            var rest = bytes[Unsafe.SizeOf<RecordHead>()..];
            bytes = rest[head.TextLength..];
            handler(new LogRecord(head.Kind, head.Time)
            {
                Name = Cut(ref rest, head.NameLength),
                QueryType = Cut(ref rest, head.QueryTypeLength),
                User = Cut(ref rest, head.UserLength),
                ClientId = Cut(ref rest, head.ClientIdLength),
                HostName = Cut(ref rest, head.HostNameLength),
                Session = Cut(ref rest, head.SessionLength),
                AccessServer = Cut(ref rest, head.AccessServerLength),
                Message = Cut(ref rest, head.MessageLength),
                Seconds = head.Seconds,
                Client = head.Client,
                ClientPort = head.ClientPort,
                Server = head.Server,
                ServerPort = head.ServerPort,
                ClientIpv6 = head.ClientIpv6,
                Ipv6Prefix = head.Ipv6Prefix,
                Mac = head.Mac,
                IsEncryptedHello = head.IsEncryptedHello,
                IsTcp = head.IsTcp,
            });
        }
    }

    private static void Append(ReadOnlySpan<byte> text, ref Span<byte> rest)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }

    private static ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> rest, int length)
    {
        var text = rest[..length];
        rest = rest[length..];
        return text;
    }
}
