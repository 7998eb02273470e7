namespace TrafficClassifier.Capture.Live;

/// <summary>What takes frames from an interface.</summary>
public enum EngineKind
{
    /// <summary>Our own ring: <see cref="Ring.PacketRing"/>. Linux only.</summary>
    Ring,

    /// <summary>libpcap: <see cref="Pcap.PcapEngine"/>.</summary>
    Pcap,
}
