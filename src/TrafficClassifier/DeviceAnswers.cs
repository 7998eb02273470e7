using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier;

/// <summary>
/// What a client was told at another address of its device: a host with IPv4 and IPv6 asks at one and connects from the other, and one with
/// temporary addresses (RFC 8981) asks before a change and connects behind it. Of each device the address of either family counts that it
/// last looked a name up from, as long as that is its own. Bounded by the devices.
/// </summary>
internal sealed class DeviceAnswers
{
    private readonly DnsAnswers _answers;
    private readonly DeviceTable _devices;
    private readonly List<(IpAddress Ipv4, IpAddress Ipv6)> _askers = [];

    public DeviceAnswers(DnsAnswers answers, Attribution attribution, DeviceTable devices)
    {
        _answers = answers;
        Attribution = attribution;
        _devices = devices;
    }

    /// <summary>Of the directory in use.</summary>
    public Attribution Attribution { get; set; }

    /// <summary>Takes note of who looks a name up.</summary>
    public void Hear(in Holder holder)
    {
        if (!IsOne(holder))
        {
            return;
        }
        while (_askers.Count <= holder.Device.Value)
        {
            _askers.Add(default);
        }
        var (ipv4, ipv6) = _askers[holder.Device.Value];
        _askers[holder.Device.Value] = holder.Address.IsIpv4 ? (holder.Address, ipv6) : (ipv4, holder.Address);
    }

    /// <param name="sighting">A connection that what its own address was told does not name.</param>
    /// <param name="holder">Of the sighting's client.</param>
    /// <param name="day">The local date at that time.</param>
    public ToldNames Find(scoped in Sighting sighting, in Holder holder, DateOnly day)
    {
        if (sighting.Server.IsUnspecified || !IsOne(holder) || holder.Device.Value >= _askers.Count)
        {
            return default;
        }
        var (ipv4, ipv6) = _askers[holder.Device.Value];
        var told = At(ipv4, sighting, holder, day);
        return told.Count > 0 || told.AreMany ? told : At(ipv6, sighting, holder, day);
    }

    private ToldNames At(IpAddress asker, scoped in Sighting sighting, in Holder holder, DateOnly day) =>
        !asker.IsUnspecified && asker != sighting.Client && _devices.IsSame(holder.Device, Attribution.Resolve(asker, sighting.Time, day).Device)
            ? _answers.Find(sighting.Time, asker, sighting.Server)
            : default;

    /// <summary>Behind what is shared, one asks and another connects.</summary>
    private static bool IsOne(in Holder holder) => holder.Kind is SubjectKind.Staff or SubjectKind.Device && holder.Device != DeviceId.None;
}
