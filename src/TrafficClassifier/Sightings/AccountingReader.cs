using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Turns RADIUS accounting (RFC 2866) into sessions. It happened when the access server says (Event-Timestamp), if that is believable, else
/// Acct-Delay-Time before the frame.
/// </summary>
public sealed class AccountingReader
{
    /// <summary>A server's clock may be wrong by more; then the frame's is taken.</summary>
    private const long LongestDelaySeconds = 3600;

    private const int LongestKey = 2 * 256;
    private readonly SessionTable _sessions;
    private readonly DeviceTable _devices;
    private readonly RadiusSecret? _secret;
    private readonly Action<AccountingTrust>? _onRequest;

    /// <param name="sessions">Takes the records.</param>
    /// <param name="devices">Gives users numbers.</param>
    /// <param name="secret">Null: whatever comes is believed.</param>
    /// <param name="onRequest">Told how far each request is believed.</param>
    public AccountingReader(SessionTable sessions, DeviceTable devices, RadiusSecret? secret, Action<AccountingTrust>? onRequest = null)
    {
        _sessions = sessions;
        _devices = devices;
        _secret = secret;
        _onRequest = onRequest;
    }

    /// <summary>Requests that were not made with the secret.</summary>
    public long Forged { get; private set; }

    /// <summary>Requests of a session without its number, or of a kind that tells of none.</summary>
    public long Unusable { get; private set; }

    public void Observe(Instant time, scoped in RadiusMessage message)
    {
        if (message.Code != RadiusCode.AccountingRequest)
        {
            return;
        }
        var trust = TrustOf(message, _secret);
        _onRequest?.Invoke(trust);
        if (trust == AccountingTrust.Forged)
        {
            Forged++;
            return;
        }
        var number = message.SessionId;
        var isOfServer = message.StatusType is (uint)AccountingStatus.On or (uint)AccountingStatus.Off;
        if (!isOfServer && (number.IsEmpty || message.StatusType is not (>= (uint)AccountingStatus.Start and <= (uint)AccountingStatus.Interim)))
        {
            Unusable++;
            return;
        }
        Span<byte> key = stackalloc byte[LongestKey];
        key = key[..ServerSessions.Key(message.AccessServer, number, key)];
        if (isOfServer)
        {
            _sessions.Take(key, (AccountingStatus)message.StatusType, TimeOf(time, message), DeviceId.None, default);
            return;
        }
        var (prefix, length) = message.FramedIpv6Prefix;
        var address6 = message.FramedIpv6Address;
        var mac = StationName.MacOf(message.CallingStation);
        var places = new SessionPlaces(message.FramedAddress, address6, length == 64 && address6.IsUnspecified ? prefix : default, mac);
        _sessions.Take(key, (AccountingStatus)message.StatusType, TimeOf(time, message), StationName.Intern(_devices, message.UserName, mac), places);
    }

    public static AccountingTrust TrustOf(scoped in RadiusMessage message, RadiusSecret? secret) => secret is null ? AccountingTrust.Unverified
        : message.IsAuthentic(secret.Bytes) ? AccountingTrust.Verified : AccountingTrust.Forged;

    private static Instant TimeOf(Instant time, scoped in RadiusMessage message)
    {
        if (message.EventTimestamp is { } seconds && Instant.FromUnixSeconds(seconds) is var told && told <= time && time <= told.AddSeconds(LongestDelaySeconds))
        {
            return told;
        }
        return message.DelaySeconds <= LongestDelaySeconds ? time.AddSeconds(-message.DelaySeconds) : time;
    }
}
