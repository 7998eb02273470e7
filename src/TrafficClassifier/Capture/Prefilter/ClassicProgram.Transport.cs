namespace TrafficClassifier.Capture.Prefilter;

/// <content>What passes of TCP and UDP.</content>
internal sealed partial class ClassicProgram
{
    private const uint DnsPort = 53, FirstUserPort = 1024;

    /// <summary>Higher ports on which servers listen: all that goes there is a client's. 1194 is OpenVPN's.</summary>
    public static readonly ushort[] HighServerPorts = [1194, 8080, 8443];

    /// <summary>Of UDP, where every datagram is of use: DNS and its kin by either port, DHCP and IKE by the destination.</summary>
    public static readonly ushort[] DnsPorts = [53, 5353, 5355], ServicePorts = [67, 68, 546, 547, 500];

    private const ushort Fin = 0x01, Syn = 0x02, Reset = 0x04, Ack = 0x10;

    private void WriteTcp()
    {
        _code.Label(Tcp).Add(BpfCode.LoadIndexCell, Transport)
            .Add(BpfCode.LoadHalfBehind, 12).Branch(BpfCode.IfAny, Fin | Syn | Reset, null, "data")
            // A server's answer to SYN tells the classifier something of DNS only.
            .Branch(BpfCode.IfAny, Fin | Reset, Pass).Branch(BpfCode.IfAny, Ack, null, Pass)
            .Add(BpfCode.LoadHalfBehind, 0).Branch(BpfCode.IfEqual, DnsPort, Pass)
            .Add(BpfCode.LoadHalfBehind, 12)
            .Label("data").Add(BpfCode.And, 0xf000).Add(BpfCode.ShiftRight, 10).Add(BpfCode.AddIndex).Add(BpfCode.Store, Payload)
            .Add(BpfCode.LoadIndexCell, End).Branch(BpfCode.IfAtLeastIndex, 0, Drop) // nothing in it
            .Add(BpfCode.LoadIndexCell, Transport).Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Ports).Add(BpfCode.And, 0xffff)
            .Branch(BpfCode.IfAtLeast, FirstUserPort, null, Pass); // a client's
        Each(HighServerPorts, Pass);
        _code.Add(BpfCode.Store, Port).Add(BpfCode.LoadCell, Ports).Add(BpfCode.ShiftRight, 16)
            .Branch(BpfCode.IfEqual, DnsPort, Pass)
            .Branch(BpfCode.IfAtLeast, FirstUserPort, null, "begins")
            // Clients have the higher port, mostly.
            .Add(BpfCode.ToIndex).Add(BpfCode.LoadCell, Port).Branch(BpfCode.IfAtLeastIndex, 0, null, Pass);
        WriteBeginnings();
    }

    /// <summary>A segment that may begin a hello or a request, as StreamMessages.CouldBegin tells by fewer bytes: whoever sends it.</summary>
    private void WriteBeginnings()
    {
        _code.Label("begins").Add(BpfCode.LoadIndexCell, Payload).Add(BpfCode.LoadCell, End).Add(BpfCode.SubtractIndex)
            .Branch(BpfCode.IfAtLeast, 4, "four bytes")
            .Add(BpfCode.LoadByteBehind, 0).Branch(BpfCode.IfEqual, 0x16, Pass);
        WriteCapital(Pass);
        _code.Label("four bytes").Add(BpfCode.LoadBehind, 0).Add(BpfCode.Store, Word).Add(BpfCode.ShiftRight, 24).Branch(BpfCode.IfEqual, 0x16, "record");
        WriteCapital(null);
        _code.Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 16).Add(BpfCode.And, 0xff);
        WriteCapital(null);
        _code.Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 8).Add(BpfCode.And, 0xff);
        WriteCapital(null);
        _code.Add(BpfCode.LoadCell, Word).Branch(BpfCode.IfEqual, 0x4854_5450, "answer").Add(BpfCode.And, 0xff);
        Each([' ', '-', '_'], Pass);
        WriteCapital(Pass);
        // "HTTP/" begins answers, which are many.
        _code.Label("answer");
        WriteIfShorter(5, Pass);
        _code.Add(BpfCode.LoadByteBehind, 4).Branch(BpfCode.IfEqual, '/', Drop, Pass);
        // A handshake's record, and in it a ClientHello as far as is here.
        _code.Label("record").Add(BpfCode.LoadCell, Word).Add(BpfCode.ShiftRight, 16).Branch(BpfCode.IfEqual, 0x1603, null, Drop);
        WriteIfShorter(6, Pass);
        _code.Add(BpfCode.LoadByteBehind, 5).Branch(BpfCode.IfEqual, 1, Pass, Drop);
    }

    private void WriteCapital(string? whenTrue) => _code.Branch(BpfCode.IfAtLeast, 'A', null, Drop).Branch(BpfCode.IfGreater, 'Z', Drop, whenTrue);

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
        _code.Branch(BpfCode.IfEqual, 1194, "openvpn").Branch(BpfCode.IfEqual, 4500, null, Drop)
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
