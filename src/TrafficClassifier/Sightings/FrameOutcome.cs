namespace TrafficClassifier.Sightings;

/// <summary>What became of a frame: exactly one of these, so that frames in = sum of outcomes.</summary>
public enum FrameOutcome : byte
{
    /// <summary>It carried something the classifier reads: a DNS message, a hello, a request, a lease.</summary>
    Classified,

    /// <summary>Whole and well, but nothing in it names a site or a person.</summary>
    NotOfInterest,

    /// <summary>The same packet was classified a moment ago, as a mirror of two ports shows it twice.</summary>
    Duplicate,

    /// <summary>Cut by the capture's snap length, and what is here names nobody.</summary>
    Truncated,

    /// <summary>Contradicts its standard.</summary>
    Malformed,

    /// <summary>A link type, encapsulation or version that is not read.</summary>
    Unsupported,

    /// <summary>A piece of a fragmented IP packet.</summary>
    Fragment,

    /// <summary>A part of a hello or a message that other frames complete.</summary>
    Segment,
}
