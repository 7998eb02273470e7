namespace TrafficClassifier.Capture.Prefilter;

/// <summary>What a filter's program says of a frame. Classic BPF knows the first two, as numbers of bytes that pass.</summary>
internal enum Verdict : uint
{
    Drop = 0,

    /// <summary>The whole frame.</summary>
    Pass = uint.MaxValue,

    /// <summary>Passes: a client's SYN. What comes behind it will be looked at.</summary>
    Opens = 1,

    /// <summary>Passes if something of the connection is awaited: FIN or RST without payload.</summary>
    Ends = 2,

    /// <summary>Passes, and so will what the hello lacks.</summary>
    Hello = 3,

    /// <summary>Passes, and so will what the request's head lacks.</summary>
    Request = 4,

    /// <summary>Passes if it is awaited.</summary>
    GoesOn = 5,
}
