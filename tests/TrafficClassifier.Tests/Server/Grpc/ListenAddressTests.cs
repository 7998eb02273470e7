using TrafficClassifier.Server;
using TrafficClassifier.Server.Grpc;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>What is listened on, and what that takes.</summary>
public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5317", true, true)]
    [InlineData("localhost:5317", true, true)]
    [InlineData("[::1]:5317", true, true)]
    [InlineData("unix:/run/traffic.sock", true, true)]
    [InlineData("0.0.0.0:5317", true, false)]
    [InlineData("[::]:5317", true, false)]
    [InlineData("10.1.1.1:5317", true, false)]
    [InlineData("10.1.1.1", false, false)]
    [InlineData("5317", false, false)]
    [InlineData(":5317", false, false)]
    [InlineData("unix:relative", false, false)]
    [InlineData("127.0.0.1:99999", false, false)]
    [InlineData("", false, false)]
    public void Read_or_refused(string text, bool isRight, bool isLocal)
    {
        Assert.Equal(isRight, ListenAddress.TryParse(text, out var address));
        Assert.Equal(isLocal, address?.IsLocal ?? false);
    }

    [Theory]
    [InlineData("127.0.0.1:1", null, null, null)]
    [InlineData("10.0.0.1:1", null, null, "--certificate FILE")]
    [InlineData("10.0.0.1:1", "c", null, "--tokens FILE")]
    [InlineData("10.0.0.1:1", "c", "t", null)]
    public void Other_machines_take_encryption_and_names(string text, string? certificate, string? tokens, string? refusal)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        var options = new ServerOptions { Service = new ServiceOptions { Folder = "" }, Audit = "", Grpc = address, Certificate = certificate, CertificateKey = certificate, Tokens = tokens };
        var fault = Record.Exception(options.Check);
        Assert.Equal(refusal is null, fault is null);
        Assert.True(fault is null || (fault is UsageException && fault.Message.Contains(refusal!, StringComparison.Ordinal)));
    }
}
