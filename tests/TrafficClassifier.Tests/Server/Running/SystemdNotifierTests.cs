using System.Net.Sockets;
using System.Text;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Tests.Server.Running;

/// <summary>What a service manager hears, at a socket of the kind that systemd has.</summary>
public sealed class SystemdNotifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ready_once_alive_at_each_beat_and_stopping(bool isAbstract)
    {
        var address = isAbstract ? $"@traffic-test-{Guid.NewGuid():n}" : Path.Combine(_folder.Path, "notify");
        _manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + address[1..] : address));
        using (var service = new SystemdNotifier(address))
        {
            service.Take(Statuses.Of(EngineCondition.Capturing, lost: 0));
            Assert.Equal("WATCHDOG=1\nREADY=1\nSTATUS=captures mirror0\n", Heard());
            service.Take(Statuses.Of(EngineCondition.Silent, lost: 0));
            Assert.Equal("WATCHDOG=1\n", Heard());
            service.Take(Statuses.Of(EngineCondition.Waiting, lost: 3));
            Assert.Equal("WATCHDOG=1\nSTATUS=does NOT capture mirror0; 3 frames lost in the ring\n", Heard());
        }
        Assert.Equal("STOPPING=1\n", Heard());
    }

    [Fact]
    public void Told_again_to_a_manager_that_did_not_listen()
    {
        var address = Path.Combine(_folder.Path, "notify");
        using var service = new SystemdNotifier(address);
        service.Take(Statuses.Of(EngineCondition.Capturing, lost: 0));
        _manager.Bind(new UnixDomainSocketEndPoint(address));
        service.Take(Statuses.Of(EngineCondition.Capturing, lost: 0));
        Assert.Equal("WATCHDOG=1\nREADY=1\nSTATUS=captures mirror0\n", Heard());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("vsock:2:1")]
    public void Nothing_without_a_manager(string? address)
    {
        using var service = new SystemdNotifier(address);
        service.Take(Statuses.Of(EngineCondition.Capturing, lost: 0));
    }

    public void Dispose()
    {
        _manager.Dispose();
        _folder.Dispose();
    }

    private string Heard()
    {
        var buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }
}
