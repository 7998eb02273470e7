namespace TrafficClassifier.Sightings.Layers;

/// <summary>What the next layer of a frame is.</summary>
internal enum LayerKind : byte
{
    /// <summary>None: the frame's outcome is known.</summary>
    End,

    /// <summary>What the EtherType says; still the same frame, as behind a tag.</summary>
    EtherType,

    /// <summary>IPv4 or IPv6, as its version says.</summary>
    Ip,

    Ethernet,
    Llc,
    Mpls,
    Ppp,
    Wireless,

    /// <summary>802.11 with the bytes of its frame control the other way round.</summary>
    SwappedWireless,

    /// <summary>A frame of the link type told.</summary>
    Link,
}
