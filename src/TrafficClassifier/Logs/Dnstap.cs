using System.Buffers.Binary;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs;

/// <summary>
/// One message of dnstap (https://dnstap.info, dnstap.proto): a client's query to a resolver, or what it was answered, with the message as it
/// was on the wire. What the resolver itself asks others is of no interest.
/// </summary>
internal static class Dnstap
{
    private const int ClientQuery = 5, ClientResponse = 6;

    /// <param name="frame">A Dnstap message of protobuf.</param>
    /// <param name="handler">Takes the DNS message.</param>
    public static LineStatus Read(ReadOnlySpan<byte> frame, LogRecordHandler handler)
    {
        const int Message = 14;
        var fields = new ProtobufFields(frame);
        ReadOnlySpan<byte> message = default;
        while (fields.TryNext())
        {
            message = fields.Number == Message ? fields.Bytes : message;
        }
        return fields.IsBroken ? LineStatus.Malformed("no message of dnstap")
            : message.IsEmpty ? LineStatus.NotOfInterest
            : ReadMessage(message, handler);
    }

    private static LineStatus ReadMessage(ReadOnlySpan<byte> message, LogRecordHandler handler)
    {
        var fields = new ProtobufFields(message);
        ulong type = 0, protocol = 0, clientPort = 0, serverPort = 0, querySeconds = 0, queryNanoseconds = 0, responseSeconds = 0, responseNanoseconds = 0;
        ReadOnlySpan<byte> client = default, server = default, query = default, response = default;
        while (fields.TryNext())
        {
            switch (fields.Number)
            {
                case 1: type = fields.Value; break;
                case 3: protocol = fields.Value; break;
                case 4: client = fields.Bytes; break;
                case 5: server = fields.Bytes; break;
                case 6: clientPort = fields.Value; break;
                case 7: serverPort = fields.Value; break;
                case 8: querySeconds = fields.Value; break;
                case 9: queryNanoseconds = fields.Value; break;
                case 10: query = fields.Bytes; break;
                case 12: responseSeconds = fields.Value; break;
                case 13: responseNanoseconds = fields.Value; break;
                case 14: response = fields.Bytes; break;
                default: break;
            }
        }
        if (fields.IsBroken)
        {
            return LineStatus.Malformed("no message of dnstap");
        }
        var isResponse = type == ClientResponse;
        if (!isResponse && type != ClientQuery)
        {
            return LineStatus.NotOfInterest;
        }
        var (seconds, nanoseconds) = isResponse ? (responseSeconds, responseNanoseconds) : (querySeconds, queryNanoseconds);
        if (client.Length is not (4 or 16) || seconds is 0 or > 9_000_000_000 || nanoseconds > 999_999_999)
        {
            return LineStatus.Malformed("the client's address or the time is missing");
        }
        const int Udp = 1;
        handler(new LogRecord(LogRecordKind.DnsMessage, new Instant(((long)seconds * Instant.NanosecondsPerSecond) + (long)nanoseconds))
        {
            Client = IpAddress.FromBytes(client),
            ClientPort = (ushort)clientPort,
            Server = server.Length is 4 or 16 ? IpAddress.FromBytes(server) : default,
            ServerPort = (ushort)serverPort,
            IsTcp = protocol != Udp,
            Message = isResponse ? response : query,
        });
        return LineStatus.Record;
    }

    /// <summary>The fields of a message of protobuf (https://protobuf.dev/programming-guides/encoding), in place.</summary>
    private ref struct ProtobufFields(ReadOnlySpan<byte> message)
    {
        private ReadOnlySpan<byte> _rest = message;

        public int Number { get; private set; }

        /// <summary>Of a field that is a number.</summary>
        public ulong Value { get; private set; }

        /// <summary>Of a field that has a length.</summary>
        public ReadOnlySpan<byte> Bytes { get; private set; }

        public bool IsBroken { get; private set; }

        public bool TryNext()
        {
            if (_rest.IsEmpty || IsBroken)
            {
                return false;
            }
            IsBroken = !TryCutNumber(ref _rest, out var tag) || tag >> 3 is 0 or > int.MaxValue || !TryCutField(tag & 7);
            Number = (int)(tag >> 3);
            return !IsBroken;
        }

        private bool TryCutField(ulong kind)
        {
            Bytes = default;
            Value = 0;
            ulong length = 0;
            switch (kind)
            {
                case 0:
                    var isRight = TryCutNumber(ref _rest, out var value);
                    Value = value;
                    return isRight;
                case 1 when _rest.Length >= 8:
                    Value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                    _rest = _rest[8..];
                    return true;
                case 5 when _rest.Length >= 4:
                    Value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                    _rest = _rest[4..];
                    return true;
                case 2 when TryCutNumber(ref _rest, out length) && length <= (ulong)_rest.Length:
                    Bytes = _rest[..(int)length];
                    _rest = _rest[(int)length..];
                    return true;
                default:
                    return false;
            }
        }

        private static bool TryCutNumber(scoped ref ReadOnlySpan<byte> text, out ulong number)
        {
            number = 0;
            for (var i = 0; i < Math.Min(10, text.Length); i++)
            {
                number |= (ulong)(text[i] & 0x7f) << (7 * i);
                if (text[i] < 0x80)
                {
                    text = text[(i + 1)..];
                    return true;
                }
            }
            return false;
        }
    }
}
