namespace TrafficClassifier.Capture.Prefilter;

/// <content>What passes of TCP and UDP.</content>
internal sealed partial class ClassicProgram
{
    private const uint DnsPort = 53, FirstUserPort = 1024;

    private const ushort OpenVpnPort = 1194;

    /// <summary>Higher ports on which servers listen: all that goes there is a client's.</summary>
    public static readonly ushort[] HighServerPorts = [OpenVpnPort, 8080, 8443];

    /// <summary>Of UDP, where every datagram is of use: DNS and its kin by either port, DHCP and IKE by the destination.</summary>
    public static readonly ushort[] DnsPorts = [53, 5353, 5355], ServicePorts = [67, 68, 546, 547, 500];

    private const ushort Fin = 0x01, Syn = 0x02, Reset = 0x04, Ack = 0x10;

    /// <summary>A segment with payload that does not begin anything; one that begins a hello; a request.</summary>
    private string GoesOn => _isRemembered ? "goes on" : Pass;

    private string Hello => _isRemembered ? "hello" : Pass;

    private string Request => _isRemembered ? "request" : Pass;

    private void WriteTcp()
    {
        _code.Label(Tcp).Add(BpfCode.LoadIndexCell, Transport)
            .Add(BpfCode.LoadHalfBehind, 12).Branch(BpfCode.IfAny, Fin | Syn | Reset, null, "data");
        if (!_isRemembered)
        {
            _code.Branch(BpfCode.IfAny, Fin | Reset, Pass);
        }
        // A server's answer to SYN tells the classifier something of DNS only.
        _code.Branch(BpfCode.IfAny, Syn, null, "data").Branch(BpfCode.IfAny, Ack, null, _isRemembered ? "opens" : Pass)
            .Add(BpfCode.LoadHalfBehind, 0).Branch(BpfCode.IfEqual, DnsPort, Pass)
            .Add(BpfCode.LoadHalfBehind, 12)
            .Label("data").Add(BpfCode.And, 0xf000).Add(BpfCode.ShiftRight, 10).Add(BpfCode.AddIndex).Add(BpfCode.Store, Payload)
            .Add(BpfCode.LoadIndexCell, End).Branch(BpfCode.IfAtLeastIndex, 0, _isRemembered ? "empty" : Drop)
            .Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Ports).Add(BpfCode.And, 0xffff);
        WriteDirection();
        WriteBeginnings();
        if (_isRemembered)
        {
            WriteEmpty();
            _code.Label("opens").Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Ports).Add(BpfCode.Return, (uint)Verdict.Opens)
                .Label("goes on").Add(BpfCode.Return, (uint)Verdict.GoesOn)
                .Label("hello").Add(BpfCode.Return, (uint)Verdict.Hello)
                .Label("request").Add(BpfCode.Return, (uint)Verdict.Request);
        }
    }

    /// <summary>A is the destination's port. Of a server only beginnings pass; of clients, which have the higher port mostly, what goes on too.</summary>
    private void WriteDirection()
    {
        if (_isRemembered)
        {
            Each([(ushort)DnsPort, OpenVpnPort], Pass);
            _code.Branch(BpfCode.IfAtLeast, FirstUserPort, null, "begins").Add(BpfCode.LoadCell, Ports).Add(BpfCode.ShiftRight, 16)
                .Branch(BpfCode.IfEqual, DnsPort, Pass).Branch(BpfCode.IfAtLeast, FirstUserPort, "begins", "server begins");
            return;
        }
        _code.Branch(BpfCode.IfAtLeast, FirstUserPort, null, Pass);
        Each(HighServerPorts, Pass);
        _code.Add(BpfCode.Store, Port).Add(BpfCode.LoadCell, Ports).Add(BpfCode.ShiftRight, 16)
            .Branch(BpfCode.IfEqual, DnsPort, Pass)
            .Branch(BpfCode.IfAtLeast, FirstUserPort, null, "server begins")
            .Add(BpfCode.ToIndex).Add(BpfCode.LoadCell, Port).Branch(BpfCode.IfAtLeastIndex, 0, "server begins", Pass);
    }

    /// <summary>A segment that may begin a hello or a request, as StreamMessages.CouldBegin tells by fewer bytes: whoever sends it.</summary>
    private void WriteBeginnings()
    {
        if (_isRemembered)
        {
            _code.Label("begins");
            WriteBeginnings(GoesOn);
        }
        _code.Label("server begins");
        WriteBeginnings(Drop);
    }

    private void WriteBeginnings(string otherwise)
    {
        var (fourBytes, answer, record) = (Unique("four bytes"), Unique("answer"), Unique("record"));
        _code.Add(BpfCode.LoadIndexCell, Payload).Add(BpfCode.LoadCell, End).Add(BpfCode.SubtractIndex)
            .Branch(BpfCode.IfAtLeast, 4, fourBytes)
            .Add(BpfCode.LoadByteBehind, 0).Branch(BpfCode.IfEqual, 0x16, Hello);
        WriteCapital(Request, otherwise);
        _code.Label(fourBytes).Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Word).Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfEqual, 0x16, record);
        WriteCapital(null, otherwise);
        _code.Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 16).Add(BpfCode.And, 0xff);
        WriteCapital(null, otherwise);
        _code.Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 8).Add(BpfCode.And, 0xff);
        WriteCapital(null, otherwise);
        _code.Add(BpfCode.LoadCell, Word).Branch(BpfCode.IfEqual, 0x4854_5450, answer).Add(BpfCode.And, 0xff);
        Each([' ', '-', '_'], Request);
        WriteCapital(Request, otherwise);
        // "HTTP/" begins answers, which are many.
        _code.Label(answer);
        WriteIfShorter(5, Request);
        _code.Add(BpfCode.LoadByteBehind, 4).Branch(BpfCode.IfEqual, '/', otherwise, Request);
        // A handshake's record, and in it a ClientHello as far as is here.
        _code.Label(record).Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 16).Branch(BpfCode.IfEqual, 0x1603, null, otherwise);
        WriteIfShorter(6, Hello);
        _code.Add(BpfCode.LoadByteBehind, 5).Branch(BpfCode.IfEqual, 1, Hello, otherwise);
    }

    /// <summary>FIN or RST without payload: it matters to a stream that waits. A server's do not, but DNS over TCP has no sides.</summary>
    private void WriteEmpty() =>
        _code.Label("empty").Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadByteBehind, 13).Branch(BpfCode.IfAny, Fin | Reset, null, Drop)
            .Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Ports).Add(BpfCode.And, 0xffff).Branch(BpfCode.IfEqual, DnsPort, Pass)
            .Branch(BpfCode.IfAtLeast, FirstUserPort, null, "ends")
            .Add(BpfCode.LoadCell, Ports).Add(BpfCode.ShiftRight, 16).Branch(BpfCode.IfEqual, DnsPort, Pass).Branch(BpfCode.IfAtLeast, FirstUserPort, null, Drop)
            .Label("ends").Add(BpfCode.Return, (uint)Verdict.Ends);

    private void WriteCapital(string? whenTrue, string otherwise) =>
        _code.Branch(BpfCode.IfAtLeast, 'A', null, otherwise).Branch(BpfCode.IfGreater, 'Z', otherwise, whenTrue);

    /// <summary>X is the payload.</summary>
    private void WriteIfShorter(uint length, string whenShorter) =>
        _code.Add(BpfCode.LoadCell, End).Add(BpfCode.SubtractIndex).Branch(BpfCode.IfAtLeast, length, null, whenShorter);

    private void WriteUdp()
    {
        _code.Label(Udp).Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Ports).Add(BpfCode.ShiftRight, 16);
        Each(DnsPorts, Pass);
        WriteTunnelPorts();
        _code.Add(BpfCode.LoadCell, Ports).Add(BpfCode.And, 0xffff);
        Each(DnsPorts, Pass);
        Each(ServicePorts, Pass);
        WriteTunnelPorts();
        WriteTunnels();
        // Nothing that is told by its form is shorter.
        _code.Label(UdpForm).Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadCell, End).Branch(BpfCode.IfAtLeastIndex, 0, null, Drop)
            .Add(BpfCode.SubtractIndex).Branch(BpfCode.IfAtLeast, 8 + 14, null, Drop)
            // One question, opcode 0, Z zero (RFC 1035 4.1.1).
            .Add(BpfCode.LoadBehind, 8 + 2).Add(BpfCode.And, 0x7840_ffff).Branch(BpfCode.IfEqual, 1, Pass)
            .Add(BpfCode.LoadBehind, 8).Add(BpfCode.Store, Word).Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfAny, 0x80, "long")
            .Add(BpfCode.And, 0xcb).Branch(BpfCode.IfEqual, 0x09, "google")
            .Add(BpfCode.LoadCell, Word).Branch(BpfCode.IfEqual, 0x0100_0000, "wireguard")
            .Add(BpfCode.ShiftRight, 16).Branch(BpfCode.IfEqual, 0x16fe, "dtls");
        WriteByPortAndForm();
        WriteForms();
        WriteLongHeader();
    }

    /// <summary>Accounting, OpenVPN, and IKE between NATs: their ports are others' too.</summary>
    private void WriteByPortAndForm()
    {
        _code.Add(BpfCode.LoadCell, Ports).Add(BpfCode.And, 0xffff);
        Each([1813, 1646], "accounting");
        _code.Branch(BpfCode.IfEqual, OpenVpnPort, "openvpn").Branch(BpfCode.IfEqual, 4500, null, Drop)
            .Add(BpfCode.LoadCell, Word).Branch(BpfCode.IfEqual, 0, Pass, Drop)
            .Label("accounting").Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfEqual, 4, Pass, Drop)
            .Label("openvpn").Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfEqual, 7 << 3, Pass).Branch(BpfCode.IfEqual, 10 << 3, Pass, Drop);
    }

    private void WriteForms() =>
        _code.Label("google").Add(BpfCode.LoadHalfBehind, 8 + 9).Branch(BpfCode.IfEqual, 0x5130, Pass, Drop)
            .Label("wireguard").Add(BpfCode.LoadHalfBehind, 4).Branch(BpfCode.IfEqual, 8 + 148, Pass, Drop)
            .Label("dtls").Add(BpfCode.LoadByteBehind, 8 + 13).Branch(BpfCode.IfEqual, 1, Pass, Drop);

    /// <summary>QUIC on the port of sites, and elsewhere as long as clients must send it (RFC 9000 14.1), of a version that is read.</summary>
    private void WriteLongHeader()
    {
        _code.Label("long").Add(BpfCode.LoadCell, Ports).Add(BpfCode.And, 0xffff).Branch(BpfCode.IfEqual, 443, Pass)
            .Add(BpfCode.LoadBehind, 8 + 1).Add(BpfCode.Store, Word).Add(BpfCode.ShiftRight, 16).Branch(BpfCode.IfEqual, 0x5130, Pass)
            .Add(BpfCode.LoadHalfBehind, 4).Branch(BpfCode.IfAtLeast, 8 + 1200, null, Drop)
            .Add(BpfCode.LoadHalfBehind, 0).Branch(BpfCode.IfEqual, 443, Drop)
            .Add(BpfCode.LoadCell, Word).Branch(BpfCode.IfEqual, 1, Pass).Branch(BpfCode.IfEqual, 0x6b33_43cf, Pass)
            .Add(BpfCode.ShiftRight, 8);
        foreach (var family in QuicFamilies)
        {
            _code.Branch(BpfCode.IfEqual, family, Pass);
        }
        _code.Go(Drop);
    }

    /// <summary>The first three bytes of versions: drafts, mvfst, Google's with TLS.</summary>
    public static readonly uint[] QuicFamilies = [0xff_0000, 0xfa_ceb0, 0x54_3035];
}
