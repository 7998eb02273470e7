namespace TrafficClassifier.Wire;

/// <summary>What the door of a view says of the bytes it was shown.</summary>
public enum DecodeStatus : byte
{
    /// <summary>All lengths were checked: no accessor of the view can fail.</summary>
    Ok,

    /// <summary>The bytes end before the unit does; more bytes could make it <see cref="Ok"/>.</summary>
    Truncated,

    /// <summary>The bytes contradict the standard; more bytes would not help.</summary>
    Malformed,

    /// <summary>A version or kind that this view does not read.</summary>
    Unsupported,
}
