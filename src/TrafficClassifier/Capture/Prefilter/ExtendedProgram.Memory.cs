namespace TrafficClassifier.Capture.Prefilter;

/// <content>
/// The memory of connections, by direction. An entry says of which sequence numbers payload is awaited.
/// <code>
/// key    addresses (32)             | ports (4) | IP version (4)       8 bytes of the addresses are IPv4's, the others zero
/// value  start (4) | length (4) | left (4) | 0 (4)
/// </code>
/// A segment passes if it lies within; of those behind it so many pass as are left: behind a SYN one, which shows that the beginning was lost;
/// of a connection that is not known three, as many as TcpStreams holds in case that they overtook the beginning. What passed once is told by
/// zeros: the entry stays, so that nothing more passes of the connection's bulk.
/// </content>
internal sealed partial class ExtendedProgram
{
    public const int KeyLength = 40, ValueLength = 16;

    /// <summary>As far as TcpStreams waits for the rest of a hello, and of a request.</summary>
    private const int LongestHello = 1 << 15, LongestRequest = 1 << 14;

    /// <summary>More than any window: this is no repetition.</summary>
    private const int FarthestRepeat = 1 << 24;

    private const int MostHeld = 3;

    private const int VerdictAt = -68, KeyAt = VerdictAt - 4 - KeyLength, PortsAt = KeyAt + 32, VersionAt = KeyAt + 36, ValueAt = KeyAt - ValueLength, AmidAt = ValueAt - 4;

    private const string Begun = "begun", Put = "put";

    private void WriteMemory()
    {
        _code.Label(Remember);
        WriteFind();
        // R7 and R8 are free now: the sequence number, and how long the payload is.
        _code.Add(ExtendedCode.Load32, 1, Frame, VerdictAt)
            .Branch(ExtendedCode.IfEqualValue32, 1, "opens", 0, (int)Verdict.Opens)
            .Branch(ExtendedCode.IfEqualValue32, 1, "ends", 0, (int)Verdict.Ends)
            .Add(ExtendedCode.Load32, X, Frame, Cell(ClassicProgram.End)).Add(ExtendedCode.Load32, 2, Frame, Cell(ClassicProgram.Payload)).Add(ExtendedCode.Subtract32, X, 2)
            .Branch(ExtendedCode.IfEqualValue32, 1, "goes on", 0, (int)Verdict.GoesOn);
        WriteBegins();
        WriteOpens();
        WriteEnds();
        WriteGoesOn();
        _code.Label(Put).SetMap(1, _map).Add(ExtendedCode.Move, 2, Frame).Add(ExtendedCode.AddValue, 2, 0, 0, KeyAt)
            .Add(ExtendedCode.Move, 3, Frame).Add(ExtendedCode.AddValue, 3, 0, 0, ValueAt).Add(ExtendedCode.Set, 4)
            .Add(ExtendedCode.Call, 0, 0, 0, ExtendedCode.PutIntoMap).Go(Pass);
    }

    /// <summary>Makes the key and looks for it: R9, or zero there.</summary>
    private void WriteFind()
    {
        for (var at = ValueAt; at < VersionAt; at += 8)
        {
            _code.Add(ExtendedCode.StoreValue64, Frame, 0, at);
        }
        _code.Add(ExtendedCode.Load32, X, Frame, Cell(ClassicProgram.Network));
        LoadPacket(1, X, 0);
        _code.Add(ExtendedCode.ShiftRightValue32, 0, 0, 0, 4).Add(ExtendedCode.Store32, Frame, 0, VersionAt)
            .Add(ExtendedCode.Load32, 1, Frame, Cell(ClassicProgram.Ports)).Add(ExtendedCode.Store32, Frame, 1, PortsAt)
            .Add(ExtendedCode.Move32, 2, X).Branch(ExtendedCode.IfEqualValue32, 0, "key 6", 0, 6)
            .Add(ExtendedCode.AddValue32, 2, 0, 0, 12).Add(ExtendedCode.Set32, 4, 0, 0, 8).Go("key")
            .Label("key 6").Add(ExtendedCode.AddValue32, 2, 0, 0, 8).Add(ExtendedCode.Set32, 4, 0, 0, 32)
            .Label("key").Add(ExtendedCode.Move, 1, Context).Add(ExtendedCode.Move, 3, Frame).Add(ExtendedCode.AddValue, 3, 0, 0, KeyAt)
            .Add(ExtendedCode.Call, 0, 0, 0, _isXdp ? ExtendedCode.CopyFromXdp : ExtendedCode.CopyFromSocketBuffer)
            .Branch(ExtendedCode.IfNotEqualValue, 0, Drop)
            .Add(ExtendedCode.Load32, X, Frame, Cell(ClassicProgram.Transport));
        LoadPacket(4, X, 4);
        _code.Add(ExtendedCode.Move32, A, 0)
            .SetMap(1, _map).Add(ExtendedCode.Move, 2, Frame).Add(ExtendedCode.AddValue, 2, 0, 0, KeyAt)
            .Add(ExtendedCode.Call, 0, 0, 0, ExtendedCode.FindInMap).Add(ExtendedCode.Move, Known, 0);
    }

    private void WriteOpens() => _code.Label("opens").Add(ExtendedCode.AddValue32, A, 0, 0, 1)
        .Add(ExtendedCode.Store32, Frame, A, ValueAt).Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 4, LongestHello)
        .Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 8, 1).Go(Put);

    private void WriteEnds() => _code.Label("ends").Branch(ExtendedCode.IfEqualValue, Known, Drop)
        .Add(ExtendedCode.Load32, 1, Known, 4).Branch(ExtendedCode.IfNotEqualValue32, 1, Pass)
        .Add(ExtendedCode.Load32, 1, Known, 8).Branch(ExtendedCode.IfNotEqualValue32, 1, Pass).Go(Drop);

    /// <summary>A hello or a request, or in the midst of what is awaited anyway perhaps a piece that looks like one: that never shortens what is.</summary>
    private void WriteBegins()
    {
        _code.Add(ExtendedCode.StoreValue32, Frame, 0, AmidAt).Add(ExtendedCode.Store32, Frame, A, ValueAt)
            .Branch(ExtendedCode.IfEqualValue, Known, "begins")
            .Add(ExtendedCode.Load32, 2, Known).Add(ExtendedCode.Move32, 3, A).Add(ExtendedCode.Subtract32, 3, 2)
            .Add(ExtendedCode.Load32, 2, Known, 4).Branch(ExtendedCode.IfAtLeast32, 3, "begins", 2).Add(ExtendedCode.Store32, Frame, 3, AmidAt)
            .Label("begins").Branch(ExtendedCode.IfEqualValue32, 1, "hello", 0, (int)Verdict.Hello);
        // A head that ends with this segment, as most do.
        _code.Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 4, LongestRequest).Branch(ExtendedCode.IfLessValue32, X, Begun, 0, 4)
            .Add(ExtendedCode.Load32, X, Frame, Cell(ClassicProgram.End)).Add(ExtendedCode.AddValue32, X, 0, 0, -4);
        LoadPacket(4, X, 0);
        _code.Branch(ExtendedCode.IfNotEqualValue32, 0, Begun, 0, 0x0d0a_0d0a)
            .Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 4).Go(Begun);
        WriteHello();
        _code.Label(Begun).Branch(ExtendedCode.IfEqualValue, Known, Put)
            .Add(ExtendedCode.Load32, 1, Frame, AmidAt).Branch(ExtendedCode.IfEqualValue32, 1, Put)
            .Add(ExtendedCode.Load32, 2, Frame, ValueAt + 4).Branch(ExtendedCode.IfEqualValue32, 2, Pass)
            .Add(ExtendedCode.Add32, 2, 1).Add(ExtendedCode.Load32, 3, Known, 4).Branch(ExtendedCode.IfLess32, 2, Pass, 3)
            .Add(ExtendedCode.Store32, Known, 2, 4).Go(Pass);
    }

    /// <summary>Record header (5), and in the record a handshake header (4) with the hello's length. Over several records it may reach anywhere.</summary>
    private void WriteHello()
    {
        _code.Label("hello").Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 4, LongestHello).Branch(ExtendedCode.IfLessValue32, X, Begun, 0, 9)
            .Add(ExtendedCode.Store32, Frame, X, ValueAt + 12)
            .Add(ExtendedCode.Load32, X, Frame, Cell(ClassicProgram.Payload));
        LoadPacket(4, X, 5);
        _code.Add(ExtendedCode.AndValue32, 0, 0, 0, 0xff_ffff).Add(ExtendedCode.AddValue32, 0, 0, 0, 4).Add(ExtendedCode.Move32, A, 0);
        LoadPacket(2, X, 3);
        _code.Add(ExtendedCode.Load32, 1, Frame, ValueAt + 12).Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 12)
            .Branch(ExtendedCode.IfLess32, 0, Begun, A)
            .Add(ExtendedCode.AddValue32, A, 0, 0, 5).Branch(ExtendedCode.IfLess32, 1, "hello lacks", A)
            .Add(ExtendedCode.Set32, A).Label("hello lacks").Add(ExtendedCode.Store32, Frame, A, ValueAt + 4).Go(Begun);
    }

    private void WriteGoesOn()
    {
        _code.Label("goes on").Branch(ExtendedCode.IfNotEqualValue, Known, "known")
            // Where TcpStreams holds segments that may have overtaken the beginning.
            .Add(ExtendedCode.Load32, 1, Frame, Cell(ClassicProgram.Ports)).Add(ExtendedCode.AndValue32, 1, 0, 0, 0xffff)
            .Branch(ExtendedCode.IfLessValue32, 1, "hold", 0, 1024).Branch(ExtendedCode.IfEqualValue32, 1, "hold", 0, 8080)
            .Branch(ExtendedCode.IfNotEqualValue32, 1, Drop, 0, 8443)
            .Label("hold").Add(ExtendedCode.Store32, Frame, A, ValueAt).Add(ExtendedCode.StoreValue32, Frame, 0, ValueAt + 8, MostHeld - 1).Go(Put);
        _code.Label("known").Add(ExtendedCode.Load32, 1, Known).Add(ExtendedCode.Subtract32, A, 1)
            .Add(ExtendedCode.Load32, 2, Known, 4).Add(ExtendedCode.Load32, 3, Known, 8)
            .Branch(ExtendedCode.IfLess32, A, "awaited", 2)
            .Branch(ExtendedCode.IfEqualValue32, 3, Drop)
            .Branch(ExtendedCode.IfEqualValue32, 2, "left").Branch(ExtendedCode.IfAtLeastValue32, A, Drop, 0, FarthestRepeat)
            .Label("left").Add(ExtendedCode.AddValue32, 3, 0, 0, -1).Add(ExtendedCode.Store32, Known, 3, 8).Add(ExtendedCode.StoreValue32, Known, 0, 4).Go(Pass);
        // The first byte behind a SYN, and it begins nothing that is read: no more of this connection.
        _code.Label("awaited").Branch(ExtendedCode.IfNotEqualValue32, A, Pass).Branch(ExtendedCode.IfEqualValue32, 3, Pass)
            .Add(ExtendedCode.StoreValue32, Known, 0, 4).Add(ExtendedCode.StoreValue32, Known, 0, 8).Go(Pass);
    }
}
