using System.Globalization;
using System.Text;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity.Leases;

/// <summary>What a lease block says of its address.</summary>
internal enum IscState : byte
{
    /// <summary>Somebody holds it.</summary>
    Active,

    /// <summary>free, released, expired, backup or reset: who held it last, holds it no longer.</summary>
    Over,

    /// <summary>Declined, or found in use: nobody known holds it.</summary>
    Abandoned,
}

/// <summary>One block <c>lease ADDRESS { ... }</c> of dhcpd.leases. Times are UTC. Statements that say nothing about who and when are passed over.</summary>
internal sealed class IscLease
{
    private const int LongestClientId = 1024;
    private readonly byte[] _clientId = new byte[LongestClientId];
    private int _clientIdLength;

    public IpAddress Address { get; private set; }

    public Instant? Starts { get; private set; }

    public Instant? Ends { get; private set; }

    public IscState State { get; private set; }

    public MacAddress Mac { get; private set; }

    public ReadOnlySpan<byte> ClientId => _clientId.AsSpan(0, _clientIdLength);

    public string HostName { get; private set; } = "";

    public bool NamesDevice => Mac != MacAddress.None || _clientIdLength > 0 || HostName.Length > 0;

    /// <summary>Reads from behind the word "lease" to the end of the block.</summary>
    /// <returns>Whether the block is whole and right; what is wrong is told.</returns>
    public bool TryRead(IscTokens tokens, FoundLeases found)
    {
        (Starts, Ends, State, Mac, _clientIdLength, HostName) = (null, null, IscState.Active, MacAddress.None, 0, "");
        var line = tokens.Line;
        tokens.Read();
        var isRight = tokens.Kind == IscToken.Word && LeaseText.TryParseIpv4(tokens.Text, out var address) && SetAddress(address);
        tokens.ReadArgument();
        isRight &= tokens.Kind == IscToken.Open;
        if (!isRight)
        {
            found.Fail(line, "expected 'lease IPV4-ADDRESS {' (a client's own lease file, dhclient.leases, cannot be used)");
        }
        if (tokens.Kind != IscToken.Open)
        {
            tokens.SkipStatement();
            return false;
        }
        for (tokens.Read(); tokens.Kind != IscToken.Close; tokens.Read())
        {
            var at = tokens.Line;
            if (tokens.Kind == IscToken.Word && !tokens.IsAtLease && ReadStatement(tokens) is { } wrong)
            {
                isRight = false;
                found.Fail(at, wrong);
            }
            if (!tokens.SkipStatement())
            {
                break;
            }
        }
        if (tokens.Kind != IscToken.Close)
        {
            found.Fail(line, "the lease does not end with '}': torn, as after a crash of the server, or still being written");
            return false;
        }
        return isRight;
    }

    private bool SetAddress(IpAddress address)
    {
        Address = address;
        return true;
    }

    /// <returns>What is wrong, or null.</returns>
    private string? ReadStatement(IscTokens tokens)
    {
        switch (tokens.Text)
        {
            case "starts":
                Starts = ReadTime(tokens);
                return Starts is null ? TimeWrong(tokens) : null;
            case "ends":
                Ends = ReadTime(tokens);
                return Ends is null ? TimeWrong(tokens) : null;
            case "binding":
                return ReadState(tokens);
            case "abandoned":
                State = IscState.Abandoned;
                return null;
            case "hardware":
                tokens.ReadArgument();
                tokens.ReadArgument();
                var isHardware = tokens.Kind == IscToken.Word && LeaseText.TryParseHardware(tokens.Text, out var mac) && SetMac(mac);
                return isHardware ? null : $"hardware {LeaseText.Show(tokens.Text)}: expected bytes in hexadecimal with ':' between";
            case "uid":
                return ReadClientId(tokens);
            case "client-hostname":
                tokens.ReadArgument();
                HostName = tokens.Text.ToString();
                return null;
            default:
                return null;
        }
    }

    private bool SetMac(MacAddress mac)
    {
        Mac = mac;
        return true;
    }

    private string? ReadState(IscTokens tokens)
    {
        tokens.ReadArgument();
        tokens.ReadArgument();
        IscState? state = tokens.Text switch
        {
            "active" or "bootp" => IscState.Active,
            "free" or "released" or "expired" or "backup" or "reset" => IscState.Over,
            "abandoned" => IscState.Abandoned,
            _ => null,
        };
        State = state ?? State;
        return state is null ? $"binding state {LeaseText.Show(tokens.Text)}: expected active, free, released, expired, abandoned, backup or reset" : null;
    }

    /// <summary>A string, or bytes in hexadecimal.</summary>
    private string? ReadClientId(IscTokens tokens)
    {
        tokens.ReadArgument();
        if (tokens.Kind == IscToken.Quoted && tokens.Text.Length <= LongestClientId)
        {
            _clientIdLength = Encoding.Latin1.GetBytes(tokens.Text, _clientId);
            return null;
        }
        return tokens.Kind == IscToken.Word && LeaseText.TryParseHex(tokens.Text, _clientId, out _clientIdLength) ? null
            : $"uid {LeaseText.Show(tokens.Text)}: expected \"...\" or bytes in hexadecimal with ':' between";
    }

    private static string TimeWrong(IscTokens tokens) =>
        $"time {LeaseText.Show(tokens.Text)}: expected 'WEEKDAY YYYY/MM/DD HH:MM:SS', 'epoch SECONDS' or 'never'";

    private static Instant? ReadTime(IscTokens tokens)
    {
        tokens.ReadArgument();
        if (tokens.Text is "never")
        {
            return Instant.MaxValue;
        }
        if (tokens.Text is "epoch")
        {
            tokens.ReadArgument();
            return long.TryParse(tokens.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Instant.FromUnixSeconds(seconds) : null;
        }
        tokens.ReadArgument();
        if (!DateOnly.TryParseExact(tokens.Text, "yyyy/M/d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }
        tokens.ReadArgument();
        return TimeOnly.TryParseExact(tokens.Text, "H:m:s", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Instant.FromUnixSeconds((date.ToDateTime(time) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond)
            : null;
    }
}
