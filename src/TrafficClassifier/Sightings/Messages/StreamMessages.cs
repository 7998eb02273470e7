using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>Reads the messages at the beginning of a stream's bytes, as far as these go, and tells the observer.</summary>
internal sealed class StreamMessages
{
    private const int DnsPrefix = 2;
    private readonly IFrameObserver _observer;
    private readonly byte[] _joined = new byte[HelloRecords.LongestHello];

    public StreamMessages(IFrameObserver observer) => _observer = observer;

    /// <summary>A segment that cannot be anything but the beginning of a hello or request: the lengths inside agree with each other.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        TlsRecord.LooksLikeClientHello(bytes)
            ? TlsRecord.TryReadCut(bytes, out var record) == DecodeStatus.Ok && ClientHello.TryReadCut(record.Fragment, out _) == DecodeStatus.Ok
            : HttpRequestHead.LooksLikeRequest(bytes) && HttpRequestHead.TryReadCut(bytes, out _) == DecodeStatus.Ok;

    /// <summary>Nothing in these bytes, however few they are, says that they do not begin a hello or request.</summary>
    public static bool CouldBegin(ReadOnlySpan<byte> bytes) => HelloRecords.CouldBegin(bytes) || HttpRequestHead.CouldBegin(bytes);

    /// <summary>A length and a header that DNS over TCP could begin with: a message that is whole, or whose header is one of today's.</summary>
    public static bool BeginsDns(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < DnsPrefix + DnsMessage.HeaderLength)
        {
            return false;
        }
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var message = bytes[DnsPrefix..];
        if (length < DnsMessage.HeaderLength)
        {
            return false;
        }
        if (length <= message.Length)
        {
            return DnsMessage.TryRead(message[..length], out _) == DecodeStatus.Ok;
        }
        // RFC 1035 4.1.1: Z is zero; queries, notifications and updates have one question, the later messages of an AXFR none.
        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var at = DnsMessage.HeaderLength;
        return (message[2] & 0x78) is 0 or 0x20 or 0x28 && (message[3] & 0x40) == 0 && questions <= 1
            && (questions == 0 || DnsName.TryRead(message, ref at, out _) is DecodeStatus.Ok or DecodeStatus.Truncated);
    }

    /// <summary>Reads the hello or request that a stream begins with.</summary>
    /// <param name="context">Of the frame that completes it.</param>
    /// <param name="progress">What was known before, and then is.</param>
    /// <param name="bytes">The stream as far as it is here without a gap.</param>
    /// <param name="isMidStream">Other bytes went before.</param>
    /// <param name="isLast">No more will come: what is here is read as far as it goes.</param>
    /// <returns><see cref="FrameOutcome.Segment"/> when more bytes are needed.</returns>
    public FrameOutcome Read(scoped in FrameContext context, ref StreamProgress progress, ReadOnlySpan<byte> bytes, bool isMidStream, bool isLast)
    {
        if (progress.Kind == StreamKind.Unknown)
        {
            progress.Kind = HelloRecords.CouldBegin(bytes) ? StreamKind.Hello : HttpRequestHead.CouldBegin(bytes) ? StreamKind.Http : StreamKind.Unknown;
        }
        return progress.Kind switch
        {
            StreamKind.Hello => Hello(context, ref progress, bytes, isMidStream, isLast),
            StreamKind.Http => Http(context, ref progress, bytes, isLast),
            _ => FrameOutcome.NotOfInterest,
        };
    }

    /// <summary>Reads whole messages (RFC 1035 4.2.2), as many as are here.</summary>
    /// <param name="context">Of the frame that completes them.</param>
    /// <param name="bytes">From the beginning of a message on.</param>
    /// <param name="length">Of the messages read; -1 when this is no DNS.</param>
    /// <returns><see cref="FrameOutcome.Segment"/> when more bytes are needed for the first one.</returns>
    public FrameOutcome ReadDns(scoped in FrameContext context, ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        var outcome = FrameOutcome.Segment;
        while (bytes.Length - length >= DnsPrefix)
        {
            int next = BinaryPrimitives.ReadUInt16BigEndian(bytes[length..]);
            if (next < DnsMessage.HeaderLength)
            {
                length = -1;
                return outcome == FrameOutcome.Segment ? FrameOutcome.NotOfInterest : outcome;
            }
            if (next > bytes.Length - length - DnsPrefix)
            {
                break;
            }
            var status = DnsMessage.TryRead(bytes.Slice(length + DnsPrefix, next), out var message);
            if (status == DecodeStatus.Ok)
            {
                _observer.ObserveDns(context, DnsKind.Dns, message);
                outcome = FrameOutcome.Classified;
            }
            else if (outcome == FrameOutcome.Segment)
            {
                outcome = FrameOutcome.Malformed;
            }
            length += DnsPrefix + next;
        }
        return outcome;
    }

    public void Unread(scoped in FrameContext context) => _observer.ObserveUnread(context, UnreadKind.Unknown);

    private FrameOutcome Hello(scoped in FrameContext context, ref StreamProgress progress, ReadOnlySpan<byte> bytes, bool isMidStream, bool isLast)
    {
        ref var records = ref progress.Hello;
        var isFirst = records.IsInOneRecord;
        var status = records.Advance(bytes);
        if (status == DecodeStatus.Unsupported)
        {
            return FrameOutcome.NotOfInterest;
        }
        if (status == DecodeStatus.Malformed && !isLast)
        {
            return FrameOutcome.Malformed;
        }
        ReadOnlySpan<byte> handshake = _joined;
        if (records.IsInOneRecord)
        {
            handshake = TlsRecord.TryReadCut(bytes, out var record) == DecodeStatus.Ok ? record.Fragment : default;
        }
        else if (status == DecodeStatus.Truncated && !isLast && !isFirst)
        {
            return FrameOutcome.Segment;
        }
        else
        {
            handshake = handshake[..records.Join(bytes, _joined)];
        }
        var read = ClientHello.TryReadCut(handshake, out var hello);
        if (status == DecodeStatus.Truncated && !isLast && read != DecodeStatus.Malformed)
        {
            return FrameOutcome.Segment;
        }
        if (read != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(read);
        }
        _observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Tls, 0, isMidStream), hello);
        progress.IsTold = true;
        return hello.IsCut && hello.ServerName.IsEmpty ? FrameOutcome.Truncated : FrameOutcome.Classified;
    }

    /// <summary>Told as soon as it is known whom the request is for: nothing behind that is wanted.</summary>
    private FrameOutcome Http(scoped in FrameContext context, ref StreamProgress progress, ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (!HttpRequestHead.CouldBegin(bytes))
        {
            return FrameOutcome.NotOfInterest;
        }
        var isNew = progress.Line == 0;
        if (!HttpRequestHead.HasNews(bytes, ref progress.Line) && !isNew && !isLast)
        {
            return FrameOutcome.Segment;
        }
        var status = HttpRequestHead.TryReadCut(bytes, out var request);
        if (status == DecodeStatus.Malformed)
        {
            return FrameOutcome.NotOfInterest; // three capitals and a space begin many things that are no request
        }
        var isOpen = status == DecodeStatus.Truncated || (request.IsCut && !request.HasHost && request.Authority.IsEmpty); // the first Host counts, be it empty
        if (isOpen && !isLast)
        {
            return FrameOutcome.Segment;
        }
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcome.Truncated;
        }
        _observer.ObserveHttpRequest(context, request);
        progress.IsTold = true;
        return isOpen ? FrameOutcome.Truncated : FrameOutcome.Classified;
    }
}
