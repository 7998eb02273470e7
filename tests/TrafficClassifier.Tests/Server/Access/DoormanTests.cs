using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Tests.Server.Access;

/// <summary>Who is believed to be who.</summary>
public sealed class DoormanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    [Theory]
    [InlineData("Bearer right", true, "ops Operator")]
    [InlineData("bearer right", false, "ops Operator")]
    [InlineData("Bearer wrong", true, null)]
    [InlineData("Bearer ", true, null)]
    [InlineData("Basic cmlnaHQ=", true, null)]
    [InlineData("right", true, null)]
    [InlineData(null, true, "local Viewer")]
    [InlineData(null, false, null)]
    public void A_token_that_is_sent_must_be_right(string? authorization, bool isLocal, string? expected)
    {
        var doorman = new Doorman(Tokens($"ops operator sha256:{Sha256("right")}"), Role.Viewer, _told.Add);
        var caller = doorman.Find(authorization, null, isLocal, "peer");
        Assert.Equal(expected, caller is null ? null : $"{caller.Name} {caller.Role}");
    }

    [Fact]
    public void Nobody_is_local_where_all_need_a_token() => Assert.Null(new Doorman(null, null, _told.Add).Find(null, null, isLocal: true, "peer"));

    [Fact]
    public void A_certificate_is_known_by_its_fingerprint_whoever_signed_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ops", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var other = new CertificateRequest("CN=ops", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(2));
        var doorman = new Doorman(Tokens($"boss officer certificate:{Convert.ToHexString(SHA256.HashData(certificate.RawData))}"), Role.Viewer, _told.Add);
        Assert.Equal(Role.Officer, doorman.Find(null, certificate, isLocal: false, "peer")!.Role);
        Assert.Null(doorman.Find(null, other, isLocal: true, "peer"));
    }

    [Theory]
    [InlineData("ops operator")]
    [InlineData("ops king sha256:00")]
    [InlineData("ops operator sha256:00")]
    [InlineData("ops operator md5:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ops operator right")]
    public void A_wrong_line_is_told_with_its_number_and_never_with_what_may_be_a_secret(string line)
    {
        var path = Tokens("# who may ask", line);
        var fault = Assert.Throws<InvalidDataException>(() => new Doorman(path, Role.Viewer, _told.Add));
        Assert.StartsWith($"{path}:2: write NAME", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("right", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_names_one()
    {
        var hash = Sha256("right");
        Assert.Throws<InvalidDataException>(() => new Doorman(Tokens($"a viewer sha256:{hash}", $"b officer sha256:{hash}"), Role.Viewer, _told.Add));
    }

    public void Dispose() => _folder.Dispose();

    private static string Sha256(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private string Tokens(params string[] lines) => _folder.Write("tokens", string.Join('\n', lines) + "\n");
}
