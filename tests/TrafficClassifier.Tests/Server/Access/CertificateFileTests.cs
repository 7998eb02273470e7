using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Tests.Server.Access;

/// <summary>A certificate that is renewed is taken; a broken one is not.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];
    private int _seconds;

    [Fact]
    public async Task Renewed_and_broken()
    {
        Make("one");
        using var file = new CertificateFile(_folder.File("server.pem"), _folder.File("server.key"), _told.Add);
        Assert.Equal("CN=one", file.Current.Subject);

        Make("two");
        await Task.Delay(1100); // it looks once a second
        Assert.Equal("CN=two", file.Current.Subject);

        _folder.Write("server.pem", "broken");
        File.SetLastWriteTimeUtc(_folder.File("server.pem"), DateTime.UtcNow.AddSeconds(++_seconds));
        await Task.Delay(1100);
        Assert.Equal("CN=two", file.Current.Subject);
        Assert.EndsWith("the certificate of before stays", _told[^1], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _folder.Write("server.pem", certificate.ExportCertificatePem());
        _folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
        File.SetLastWriteTimeUtc(_folder.File("server.pem"), DateTime.UtcNow.AddSeconds(++_seconds));
    }
}
