using System.Globalization;
using System.Text;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity.Leases;

/// <summary>One record of a detail file, as far as it has been read.</summary>
internal sealed class DetailRecord
{
    private const int LongestText = 253;
    private string _user = "", _session = "", _station = "", _status = "", _serverName = "", _serverAddress = "";
    private IpAddress _ipv4, _ipv6, _prefix;
    private ulong? _interfaceId;
    private int _prefixLength;
    private long? _timestamp, _happened;
    private long _delay;

    public bool IsEmpty { get; private set; }

    public void Clear()
    {
        (_user, _session, _station, _status, _serverName, _serverAddress) = ("", "", "", "", "", "");
        (_ipv4, _ipv6, _prefix, _prefixLength, _interfaceId) = (default, default, default, 0, null);
        (_timestamp, _happened, _delay, IsEmpty) = (null, null, 0, true);
    }

    /// <returns>What is wrong with the line, or null.</returns>
    public string? Read(ReadOnlySpan<char> line)
    {
        IsEmpty = false;
        var equals = line.IndexOf('=');
        if (equals < 0)
        {
            return $"{LeaseText.Show(line.Trim())}: expected 'Attribute = value'";
        }
        var name = line[..equals].TrimEnd("+: \t").Trim();
        var value = line[(equals + 1)..].Trim();
        return name switch
        {
            "User-Name" => ReadText(value, out _user),
            "Acct-Session-Id" => ReadText(value, out _session),
            "Calling-Station-Id" => ReadText(value, out _station),
            "Acct-Status-Type" => ReadText(value, out _status),
            "NAS-Identifier" => ReadText(value, out _serverName),
            "NAS-IP-Address" or "NAS-IPv6-Address" => ReadText(value, out _serverAddress),
            "Framed-IP-Address" => LeaseText.TryParseIpv4(value, out _ipv4) ? null : Wrong(name, value, "an IPv4 address"),
            "Framed-IPv6-Address" => IpAddress.TryParse(value, out _ipv6) ? null : Wrong(name, value, "an IPv6 address"),
            "Framed-IPv6-Prefix" => ReadPrefix(value) ? null : Wrong(name, value, "PREFIX/BITS"),
            "Framed-Interface-Id" => ReadInterfaceId(value) ? null : Wrong(name, value, "four groups of hexadecimal digits with ':' between"),
            "Timestamp" => ReadSeconds(value, out _timestamp) ? null : Wrong(name, value, "seconds since 1970"),
            "Event-Timestamp" => ReadEventTime(value),
            "Acct-Delay-Time" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _delay) ? null : Wrong(name, value, "whole seconds"),
            _ => null,
        };
    }

    /// <param name="devices">Gives users numbers.</param>
    /// <param name="made">Null where the record tells nothing of a session.</param>
    /// <returns>What is wrong with the record, or null.</returns>
    public string? TryMake(DeviceTable devices, out AccountingRecord? made)
    {
        made = null;
        AccountingStatus? status = _status switch
        {
            "Start" => AccountingStatus.Start,
            "Stop" => AccountingStatus.Stop,
            "Interim-Update" or "Alive" => AccountingStatus.Interim,
            "Accounting-On" => AccountingStatus.On,
            "Accounting-Off" => AccountingStatus.Off,
            _ => null,
        };
        if (status is null)
        {
            return _status.Length > 0 ? null : "no record of accounting: expected Acct-Status-Type";
        }
        if (_session.Length == 0 && status is not (AccountingStatus.On or AccountingStatus.Off))
        {
            return "names no session: expected Acct-Session-Id";
        }
        if ((_timestamp ?? _happened) is not { } seconds)
        {
            return "tells no time: expected Timestamp, or Event-Timestamp in UTC";
        }
        var time = Instant.FromUnixSeconds(seconds).AddSeconds(_timestamp is null ? 0 : -_delay);
        Span<byte> key = stackalloc byte[2 * 256];
        var server = Encoding.Latin1.GetBytes(_serverName.Length > 0 ? _serverName : _serverAddress);
        key = key[..ServerSessions.Key(server, Encoding.Latin1.GetBytes(_session), key)];
        var mac = StationName.MacOf(Encoding.Latin1.GetBytes(_station));
        var who = StationName.Intern(devices, Encoding.Latin1.GetBytes(_user), mac);
        var address6 = _interfaceId is { } id && _prefixLength == 64 ? _prefix with { Low = id }
            : _prefixLength == 128 ? _prefix : _ipv6;
        var network = _prefixLength == 64 && address6.IsUnspecified ? _prefix : default;
        made = new AccountingRecord(key.ToArray(), status.Value, time, who, new SessionPlaces(_ipv4, address6, network, mac));
        return null;
    }

    private static string Wrong(ReadOnlySpan<char> name, ReadOnlySpan<char> value, string expected) => $"{name} {LeaseText.Show(value)}: expected {expected}";

    /// <summary>A word, or a string in quotes with \\, \" and octal \ooo.</summary>
    private static string? ReadText(ReadOnlySpan<char> value, out string text)
    {
        text = "";
        if (value.Length < 2 || value[0] != '"')
        {
            text = value.Length <= LongestText ? value.ToString() : "";
            return null;
        }
        var content = new StringBuilder();
        var rest = value[1..];
        for (; !rest.IsEmpty && rest[0] != '"'; rest = rest[1..])
        {
            if (rest[0] != '\\' || rest.Length < 2)
            {
                content.Append(rest[0]);
                continue;
            }
            rest = rest[1..];
            if (rest.Length >= 3 && rest[0] is >= '0' and <= '3' && rest[1] is >= '0' and <= '7' && rest[2] is >= '0' and <= '7')
            {
                content.Append((char)(((rest[0] - '0') << 6) | ((rest[1] - '0') << 3) | (rest[2] - '0')));
                rest = rest[2..];
            }
            else
            {
                content.Append(rest[0]);
            }
        }
        if (rest.IsEmpty)
        {
            return $"{LeaseText.Show(value)}: the text does not end with a quote";
        }
        text = content.Length <= LongestText ? content.ToString() : "";
        return null;
    }

    private static bool ReadSeconds(ReadOnlySpan<char> value, out long? seconds)
    {
        var isRight = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        seconds = isRight ? read : null;
        return isRight;
    }

    /// <summary>Only where its zone is UTC: the names of others are not one zone each. <c>Timestamp</c> stands beside it as a rule.</summary>
    private string? ReadEventTime(ReadOnlySpan<char> value)
    {
        var text = value.Trim('"');
        if (ReadSeconds(text, out _happened))
        {
            return null;
        }
        var isUtc = DateTime.TryParseExact(text, ["MMM d yyyy HH:mm:ss 'UTC'", "MMM  d yyyy HH:mm:ss 'UTC'", "MMM d yyyy HH:mm:ss 'GMT'"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        _happened = isUtc ? (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond : null;
        return null;
    }

    private bool ReadPrefix(ReadOnlySpan<char> value)
    {
        var slash = value.IndexOf('/');
        if (slash < 0 || !IpAddress.TryParse(value[..slash], out var prefix)
            || !int.TryParse(value[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 128)
        {
            return false;
        }
        (_prefix, _prefixLength) = (prefix.Masked(length), length);
        return true;
    }

    private bool ReadInterfaceId(ReadOnlySpan<char> value)
    {
        if (value.Count(':') != 3 || !IpAddress.TryParse($"::{value}", out var address))
        {
            return false;
        }
        _interfaceId = address.Low;
        return true;
    }
}
