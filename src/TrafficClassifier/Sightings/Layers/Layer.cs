using TrafficClassifier.Capture;
using TrafficClassifier.Wire;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>The next layer of a frame on the rare way: what it is, and its bytes. Or that there is none, and what became of the frame.</summary>
internal readonly ref struct Layer
{
    private Layer(LayerKind kind, ushort type, ReadOnlySpan<byte> bytes, FrameOutcome outcome)
    {
        Kind = kind;
        Type = type;
        Bytes = bytes;
        Outcome = outcome;
    }

    public LayerKind Kind { get; }

    /// <summary>The EtherType or the link type, where the kind has one.</summary>
    public ushort Type { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    public FrameOutcome Outcome { get; }

    public static Layer End(FrameOutcome outcome) => new(LayerKind.End, 0, default, outcome);

    public static Layer End(DecodeStatus status) => End(FrameOutcomes.Of(status));

    public static Layer Of(LayerKind kind, ReadOnlySpan<byte> bytes) => new(kind, 0, bytes, default);

    public static Layer OfType(ushort etherType, ReadOnlySpan<byte> bytes) => new(LayerKind.EtherType, etherType, bytes, default);

    public static Layer OfLink(LinkType type, ReadOnlySpan<byte> bytes) => new(LayerKind.Link, type.Value, bytes, default);

    /// <summary>Bytes behind <paramref name="length"/> bytes of a header that is passed over.</summary>
    public static Layer Behind(int length, LayerKind kind, ReadOnlySpan<byte> bytes) =>
        bytes.Length < length ? End(FrameOutcome.Truncated) : Of(kind, bytes[length..]);
}
