using System.Buffers.Binary;
using System.Text;
using Circular2010.Frames;
using Circular2010.Web;

namespace Circular2010.Network;

/// <summary>Makes one frame of each kind of damage. None of them is a valid visit, look-up or lease.</summary>
internal sealed class BrokenFrames(Dice dice)
{
    private const string Name = "www.facebook.com";
    private const int TcpHeader = 20;
    private static readonly Domain s_elsewhere = Domains.Ordinary[0];
    private readonly TlsHello _tls = new(dice);
    private readonly HttpRequest _http = new(dice);

    /// <summary>IP's total length ends after the TCP header; the request is Ethernet padding.</summary>
    public Broken RequestBehindTotalLength(uint client)
    {
        byte[] frame = Request(client);
        SetTotalLength(frame, 20 + TcpHeader);
        SealTcp(frame, TcpHeader);
        return new Broken(frame, IsDecoy: true);
    }

    public Broken TotalLengthBelowHeader(uint client)
    {
        byte[] frame = Request(client);
        SetTotalLength(frame, 12);
        return new Broken(frame);
    }

    public Broken TotalLengthBeyondFrame(uint client)
    {
        byte[] frame = Tcp(client, 80, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: " + s_elsewhere.Name[..6]));
        SetTotalLength(frame, frame.Length - Envelope.IpOffset + 700);
        return new Broken(frame);
    }

    /// <summary>An Internet header length of three words.</summary>
    public Broken HeaderLengthBelowMinimum(uint client)
    {
        byte[] frame = Request(client);
        frame[Envelope.IpOffset] = 0x43;
        Envelope.SealIp(frame);
        return new Broken(frame);
    }

    public Broken TcpOffsetBelowMinimum(uint client) => WithTcpOffset(Request(client), words: 2);

    public Broken TcpOffsetBeyondSegment(uint client) => WithTcpOffset(Tcp(client, 80, dice.Bytes(12)), words: 15);

    public Broken HelloWithImpossibleName(uint client) => new(Tcp(client, 443, _tls.ClientWithImpossibleName(Name)));

    /// <summary>The handshake message says sixteen million bytes; a client hello cannot be so long.</summary>
    public Broken HelloLongerThanRecord(uint client)
    {
        byte[] hello = _tls.Client(Name);
        hello[6] = hello[7] = hello[8] = 0xFF;
        return new Broken(Tcp(client, 443, hello));
    }

    public Broken IpHeaderCut(uint client) => new(Request(client)[..(Envelope.IpOffset + 11)]);

    public Broken Runt() => new(dice.Bytes(9));

    public Broken UdpLengthBelowHeader(uint client) => WithUdpLength(Query(client, Name), 5);

    public Broken UdpLengthBeyondPacket(uint client) => WithUdpLength(Query(client, Name), 900);

    /// <summary>A name that points at itself.</summary>
    public Broken DnsCompressionLoop(uint client)
    {
        byte[] message = new Octets().U16(dice.Below(65536)).U16(0x0100).U16(1).U16(0).U16(0).U16(0)
            .U8(3).Text("www").U16(0xC00C).U16(1).U16(1).ToArray();
        return new Broken(Udp(client, message));
    }

    /// <summary>RFC 1035: 01 in the two high bits of a label's length is reserved.</summary>
    public Broken DnsLabelTooLong(uint client)
    {
        byte[] message = DnsMessage.Query(dice.Below(65536), Name);
        message[12] = 0x7F;
        return new Broken(Udp(client, message));
    }

    /// <summary>A right question for another name, and behind the message, still in the datagram, Facebook's.</summary>
    public Broken LookupBehindQuestion(uint client)
    {
        byte[] message = [.. DnsMessage.Query(dice.Below(65536), s_elsewhere.Name), .. DnsMessage.Query(0, Name)[12..]];
        return new Broken(Udp(client, message), IsDecoy: true);
    }

    public Broken RequestCutInHost(uint client)
    {
        byte[] frame = Tcp(client, 80, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: " + Name + "\r\nAccept: */*\r\n\r\n"));
        return CutAt(frame, Envelope.TransportOffset + TcpHeader + "GET / HTTP/1.1\r\nHost: www.faceb".Length);
    }

    public Broken HelloCutInName(uint client)
    {
        byte[] frame = Tcp(client, 443, _tls.Client(Name));
        return CutAt(frame, frame.AsSpan().IndexOf("www.facebook.com"u8) + 7);
    }

    /// <summary>A plain BOOTP reply at the most: without the cookie there are no options, and so no ACK.</summary>
    public Broken AckWithoutCookie(ulong mac, uint address)
    {
        byte[] message = Ack(mac, address).ToArray();
        message.AsSpan(DhcpMessage.CookieOffset, 4).Clear();
        return new Broken(Dhcp(mac, address, message));
    }

    public Broken AckWithOptionsPastTheEnd(ulong mac, uint address)
    {
        byte[] message = Ack(mac, address).ToArray();
        int host = message.AsSpan(DhcpMessage.CookieOffset + 4).IndexOf("overlong"u8) + DhcpMessage.CookieOffset + 4;
        message[host - 1] = 0xFF;
        return new Broken(Dhcp(mac, address, message));
    }

    public Broken AckCutBeforeCookie(ulong mac, uint address) =>
        CutAt(Dhcp(mac, address, Ack(mac, address).ToArray()), Envelope.TransportOffset + 8 + 120);

    private DhcpMessage Ack(ulong mac, uint address) => new()
    {
        Type = DhcpType.Ack,
        Transaction = (uint)dice.Next(),
        Mac = mac,
        YourAddress = address,
        ServerId = Campus.DhcpServer,
        LeaseSeconds = 8 * 3600,
        HostName = "overlong",
    };

    private byte[] Dhcp(ulong mac, uint address, byte[] message) => Envelope.Udp(
        new Endpoint(Campus.DhcpServerMac, Campus.DhcpServer, 67), new Endpoint(mac, address, 68), 64, dice.Below(65536), message);

    private byte[] Request(uint client) => Tcp(client, 80, _http.Head(Domains.Facebook[0], Manner.Plain));

    private byte[] Query(uint client, string name) => Udp(client, DnsMessage.Query(dice.Below(65536), name));

    private byte[] Udp(uint client, byte[] message) => Envelope.Udp(
        Campus.Client(client, 32_768 + dice.Below(28_000)), Campus.Outside(Campus.Resolver, 53), 127, dice.Below(65536), message);

    private byte[] Tcp(uint client, int port, byte[] payload) => Envelope.Tcp(
        Campus.Client(client, 32_768 + dice.Below(28_000)), Campus.Outside(s_elsewhere.Address, port), 127, dice.Below(65536),
        (uint)dice.Below(int.MaxValue), (uint)dice.Below(int.MaxValue), TcpFlags.Push | TcpFlags.Ack, payload);

    private static Broken CutAt(byte[] frame, int length) => new(frame[..length], CutBytes: frame.Length - length);

    private static Broken WithTcpOffset(byte[] frame, int words)
    {
        frame[Envelope.TransportOffset + 12] = (byte)(words << 4);
        SealTcp(frame, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(Envelope.IpOffset + 2)) - 20);
        return new Broken(frame);
    }

    private static Broken WithUdpLength(byte[] frame, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Envelope.TransportOffset + 4), (ushort)length);
        return new Broken(frame);
    }

    private static void SetTotalLength(byte[] frame, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Envelope.IpOffset + 2), (ushort)length);
        Envelope.SealIp(frame);
    }

    private static void SealTcp(byte[] frame, int length)
    {
        Span<byte> segment = frame.AsSpan(Envelope.TransportOffset, length);
        uint source = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(Envelope.IpOffset + 12));
        uint destination = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(Envelope.IpOffset + 16));
        segment[16] = segment[17] = 0;
        uint pseudo = InternetChecksum.PseudoHeader(source, destination, 6, length);
        BinaryPrimitives.WriteUInt16BigEndian(segment[16..], InternetChecksum.Of(segment, pseudo));
    }
}
