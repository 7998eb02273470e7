namespace TrafficClassifier.Identity;

/// <summary>A device of the <see cref="DeviceTable"/>: one combination of hardware address, DHCP client id and host name.</summary>
public readonly record struct DeviceId(int Value)
{
    public static readonly DeviceId None = new(-1);
}
