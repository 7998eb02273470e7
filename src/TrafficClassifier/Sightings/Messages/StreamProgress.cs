using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>How far the beginning of a stream was read, so that each byte is looked at once however many segments it takes.</summary>
internal struct StreamProgress
{
    public StreamKind Kind;
    public HelloRecords Hello;

    /// <summary>Of HTTP: where the line begins that is not whole.</summary>
    public int Line;

    /// <summary>The observer was told of the hello or request.</summary>
    public bool IsTold;

    public readonly bool IsHelloTold => IsTold && Kind == StreamKind.Hello;
}

/// <summary>What a stream begins with.</summary>
internal enum StreamKind : byte
{
    Unknown,
    Hello,
    Http,
    Dns,
}
