using SharpPcap.LibPcap;
using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>Lists what can be captured. Takes no rights, and opens nothing.</summary>
public static class CaptureDevices
{
    /// <summary>PCAP_IF_UP, PCAP_IF_RUNNING (pcap_findalldevs(3)).</summary>
    private const uint Up = 2, Running = 4;

    /// <exception cref="IOException">libpcap is not installed, or knows no interfaces.</exception>
    public static IReadOnlyList<CaptureDevice> Read()
    {
        if (!PcapLibrary.IsInstalled)
        {
            throw new IOException(PcapLibrary.Missing);
        }
        try
        {
            return [.. PcapInterface.GetAllPcapInterfaces().Select(Of).OrderBy(device => device.WhyNotRing is not null).ThenBy(device => device.Name, StringComparer.Ordinal)];
        }
        catch (SharpPcap.PcapException refusal)
        {
            throw new IOException($"libpcap cannot list interfaces: {refusal.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <returns>Null: this process may capture; else what is missing, in one line.</returns>
    public static string? WhyNotPermitted()
    {
        if (!OperatingSystem.IsLinux() || InterfaceReader.Read("lo").MayCapture)
        {
            return null;
        }
        return $"this process may not capture: it needs CAP_NET_RAW ({InterfaceRights.Remedy})";
    }

    private static CaptureDevice Of(PcapInterface device)
    {
        InterfaceLink? link = OperatingSystem.IsLinux() ? InterfaceLink.Find(device.Name) : null;
        return new CaptureDevice(
            device.Name,
            new[] { device.Description, device.FriendlyName }.FirstOrDefault(text => !string.IsNullOrEmpty(text) && text != device.Name),
            [.. device.Addresses.Select(address => address.Addr?.ipAddress).OfType<System.Net.IPAddress>()],
            device.MacAddress is { } mac && mac.GetAddressBytes().Any(octet => octet != 0) ? mac : null,
            link?.IsUp ?? (device.Flags & Up) != 0,
            link?.IsRunning ?? (device.Flags & Running) != 0,
            link?.Mtu,
            link?.Type,
            OpenedEngine.WhyNotRing(device.Name));
    }
}
