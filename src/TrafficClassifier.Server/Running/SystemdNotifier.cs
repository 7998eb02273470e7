using System.Globalization;
using System.Net.Sockets;
using System.Text;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// Tells the service manager how the daemon is doing (sd_notify(3)): ready once it counts, alive at each beat, one line of state, stopping.
/// Without one, or where it does not listen, nothing is told.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;
    private bool _isReady;
    private string _told = "";

    /// <param name="address">A path, or an abstract name behind an at sign; null: there is no manager.</param>
    public SystemdNotifier(string? address)
    {
        if (address is not (['/', ..] or ['@', ..]))
        {
            return;
        }
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>As systemd gives it.</summary>
    public static SystemdNotifier OfProcess() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>A beat: what counts is alive. A watchdog is fed by this alone.</summary>
    public void Take(SensorStatus status)
    {
        if (_socket is null)
        {
            return;
        }
        var text = new StringBuilder("WATCHDOG=1\n");
        if (!_isReady)
        {
            _isReady = true;
            text.Append("READY=1\n");
        }
        if (Line(status) is var line && line != _told)
        {
            _told = line;
            text.Append(CultureInfo.InvariantCulture, $"STATUS={line}\n");
        }
        Send(text.ToString());
    }

    public void Dispose()
    {
        Send("STOPPING=1\n");
        _socket?.Dispose();
    }

    /// <summary>What <c>systemctl status</c> shows: what is wrong, not what moves.</summary>
    private static string Line(SensorStatus status)
    {
        var dead = status.Interfaces.Where(line => line.State.Condition is not (EngineCondition.Capturing or EngineCondition.Silent)).Select(line => line.Name).ToList();
        var lost = status.Interfaces.Sum(line => line.Loss.InRing);
        List<string> parts = [dead.Count == 0 ? $"captures {string.Join(", ", status.Interfaces.Select(line => line.Name))}" : $"does NOT capture {string.Join(", ", dead)}"];
        if (lost > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{lost} frames lost in the ring"));
        }
        if (status.Store?.Fault is { } fault)
        {
            parts.Add($"store: {fault}");
        }
        return string.Join("; ", parts).ReplaceLineEndings(" ");
    }

    private void Send(string text)
    {
        try
        {
            _ = _socket?.SendTo(Encoding.UTF8.GetBytes(text), _address!);
        }
        catch (SocketException)
        {
            // It does not listen, or not now: the next beat tells it again.
            _isReady = false;
            _told = "";
        }
    }
}
