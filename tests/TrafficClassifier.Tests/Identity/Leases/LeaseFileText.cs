using System.Globalization;
using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Tests.Identity.Leases;

/// <summary>Reads lease files from text, and shows leases as one line each.</summary>
internal static class LeaseFileText
{
    public static LeaseFileContent Read(string text, DeviceTable devices) =>
        LeaseFile.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)), "leases", devices);

    /// <summary><c>address mac client-id hostname start end</c>, - for what is empty, times as HH:MM:SS of UTC.</summary>
    public static string[] Show(LeaseFileContent content, DeviceTable devices) => [.. content.Leases.Select(lease => Show(lease, devices))];

    private static string Show(Lease lease, DeviceTable devices)
    {
        var device = lease.Device == DeviceId.None ? new Device(MacAddress.None, "", "") : devices[lease.Device];
        var mac = device.Mac == MacAddress.None ? "-" : device.Mac.ToString();
        return $"{lease.Address} {mac} {Or(device.ClientId)} {Or(device.HostName)} {Show(lease.Start)} {Show(lease.End)}";
    }

    private static string Or(string text) => text.Length == 0 ? "-" : text;

    private static string Show(Instant time) => time == Instant.MinValue ? "ever" : time == Instant.MaxValue ? "never"
        : time.ToDateTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
