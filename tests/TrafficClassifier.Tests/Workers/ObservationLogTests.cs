using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Wire.Laws;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Tests.Workers;

/// <summary>What is read from a log is what was observed.</summary>
public sealed class ObservationLogTests
{
    private static readonly byte[] _addresses = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] _tags = [0, 7, 0x08, 0, 0x10, 9, 0x86, 0xdd];
    private static readonly byte[] _mac = [2, 0, 0, 1, 2, 3];

    private readonly LogExchange _exchange = new(1, 128);
    private readonly ObservedText _read = new();
    private readonly ObservationLog _log;
    private readonly ObservedText _direct = new();

    public ObservationLogTests() => _log = new ObservationLog(_exchange, 0);

    private delegate void Show(IFrameObserver observer, scoped in FrameContext context);

    [Fact]
    public void Dns() => Each<DnsMessage>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(bytes, out var view));
        observer.ObserveDns(context, DnsKind.LinkLocal, view);
    });

    [Fact]
    public void Hello_of_tls_whole_and_cut_anywhere() => Each<ClientHello>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        for (var length = bytes.Length; length > 0; length--)
        {
            if (ClientHello.TryReadCut(bytes.AsSpan(0, length), out var view) == DecodeStatus.Ok)
            {
                observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Quic, 0x6b3343cf, true), view);
            }
        }
    });

    [Fact]
    public void Hello_of_dtls() => Each<DtlsHello>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, DtlsHello.TryRead(bytes, out var view));
        observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Dtls, 0, false), view.Hello);
    });

    [Fact]
    public void Hello_of_google_quic() => Each<GoogleQuicHello>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, GoogleQuicHello.TryRead(bytes, out var view));
        observer.ObserveGoogleHello(context, view);
    });

    [Fact]
    public void Request_whole_with_a_body_and_cut_anywhere() => Each<HttpRequestHead>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        byte[] longer = [.. bytes, .. "Host: in.the.body\r\n"u8];
        for (var length = longer.Length; length > 0; length--)
        {
            if (HttpRequestHead.TryReadCut(longer.AsSpan(0, length), out var view) == DecodeStatus.Ok)
            {
                observer.ObserveHttpRequest(context, view);
            }
        }
    });

    [Fact]
    public void Dhcp() => Each<DhcpMessage>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var view));
        observer.ObserveDhcp(context, view);
    });

    [Fact]
    public void Dhcpv6_with_its_relays() => Each<Dhcpv6Message>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, Dhcpv6Message.TryRead(bytes, out var view));
        observer.ObserveDhcpv6(context, view);
    });

    [Fact]
    public void Neighbour() => Each<NeighbourMessage>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, NeighbourMessage.TryRead(bytes, out var view));
        observer.ObserveNeighbour(context, view);
    });

    [Fact]
    public void Arp() => Each<ArpPacket>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, ArpPacket.TryRead(bytes, out var view));
        observer.ObserveArp(context, view);
    });

    [Fact]
    public void Radius() => Each<RadiusMessage>(bytes => (IFrameObserver observer, scoped in FrameContext context) =>
    {
        Assert.Equal(DecodeStatus.Ok, RadiusMessage.TryRead(bytes, out var view));
        observer.ObserveRadius(context, view);
    });

    [Fact]
    public void Unread()
    {
        Both((IFrameObserver observer, scoped in FrameContext context) => observer.ObserveUnread(context, UnreadKind.Vpn));
        AssertRead();
    }

    [Fact]
    public void A_message_longer_than_a_chunk()
    {
        var bytes = new byte[LogChunk.UsualLength + 100];
        "GET / HTTP/1.1\r\nA: "u8.CopyTo(bytes);
        bytes.AsSpan(19).Fill((byte)'x');
        Both((IFrameObserver observer, scoped in FrameContext context) =>
        {
            Assert.Equal(DecodeStatus.Ok, HttpRequestHead.TryReadCut(bytes, out var view));
            observer.ObserveHttpRequest(context, view);
        });
        AssertRead();
    }

    /// <summary>Every sample of a view, often enough to fill several chunks.</summary>
    private void Each<TView>(Func<byte[], Show> show)
        where TView : allows ref struct
    {
        foreach (var sample in ViewSamples.Of(typeof(TView)))
        {
            Both(show(sample.Bytes));
            Both(show(sample.Bytes));
        }
        AssertRead();
    }

    private void Both(Show show)
    {
        var context = new FrameContext(new Instant(1_234_567_890_123), 77)
        {
            Addresses = _addresses,
            VlanTags = _tags,
            LinkSource = _mac,
            HopLimit = 255,
            Depth = 2,
            Identification = 0xabcd,
            SourcePort = 50_000,
            DestinationPort = 443,
            IsTcp = true,
        };
        show(_direct, context);
        show(_log, context);
        context.Addresses = _addresses.AsSpan(0, 8);
        context.LinkSource = default;
        context.IsTcp = false;
        show(_direct, context);
        show(_log, context);
        Read();
    }

    private void AssertRead()
    {
        Assert.NotEmpty(_direct.Lines);
        Assert.Equal(_direct.Lines, _read.Lines);
    }

    private void Read()
    {
        _log.HandOver(1);
        while (_exchange.TryTake(0, out var chunk))
        {
            for (var at = 0; at < chunk.Length; at = chunk.Behind(at))
            {
                ObservationReader.Tell(chunk.At(at), chunk.TailAt(at), _read);
            }
            _exchange.Return(0, chunk);
        }
    }
}
