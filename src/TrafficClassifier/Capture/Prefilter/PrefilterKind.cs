namespace TrafficClassifier.Capture.Prefilter;

/// <summary>Where frames of no use are dropped, before they are copied.</summary>
public enum PrefilterKind
{
    /// <summary>The best that the process has the rights for, but never XDP.</summary>
    Automatic,

    /// <summary>Nowhere.</summary>
    None,

    /// <summary>At the socket, by classic BPF: <see cref="ClassicFilter"/>.</summary>
    Classic,

    /// <summary>At the socket, by eBPF: <see cref="ExtendedFilter"/>.</summary>
    Extended,

    /// <summary>In the driver: <see cref="XdpFilter"/>.</summary>
    Xdp,
}
