using System.Net;
using System.Net.NetworkInformation;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>An interface that can be captured, as libpcap and the kernel tell.</summary>
/// <param name="Description">Null: it has none.</param>
/// <param name="Mac">Null: it has none, or does not tell.</param>
/// <param name="Mtu">Null: not known.</param>
/// <param name="LinkType">Null: known only once it is opened.</param>
/// <param name="WhyNotRing">Null: <c>engine: ring</c> captures it; else why libpcap would.</param>
public sealed record CaptureDevice(
    string Name,
    string? Description,
    IReadOnlyList<IPAddress> Addresses,
    PhysicalAddress? Mac,
    bool IsUp,
    bool IsRunning,
    int? Mtu,
    LinkType? LinkType,
    string? WhyNotRing);
