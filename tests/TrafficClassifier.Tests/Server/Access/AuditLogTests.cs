using System.Text.Json;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Tests.Server.Access;

/// <summary>One question, one line, whatever is in it.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Lines_are_appended_and_none_can_be_forged()
    {
        var path = _folder.File("audit.jsonl");
        for (var life = 0; life < 2; life++)
        {
            using var log = AuditLog.Open(path);
            log.Write(new Caller("o\"ps\n{}", Role.Officer, "::1"), "::1", "ListVisitors", """{"reason":"line\nbreak"}""", "OK", TimeSpan.FromMilliseconds(5));
            log.Write(null, "10.0.0.1", "QueryUsage", new string('x', 100_000), "Unauthenticated", TimeSpan.Zero);
        }
        var lines = File.ReadAllLines(path);
        Assert.Equal(4, lines.Length);
        var first = JsonDocument.Parse(lines[2]).RootElement;
        Assert.Equal("line\nbreak", first.GetProperty("request").GetProperty("reason").GetString());
        Assert.Equal("officer", first.GetProperty("role").GetString());
        Assert.True(lines[3].Length < 20_000 && JsonDocument.Parse(lines[3]).RootElement.GetProperty("who").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void Only_its_owner_reads_it()
    {
        var path = _folder.File("audit.jsonl");
        AuditLog.Open(path).Dispose();
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public void Dispose() => _folder.Dispose();
}
