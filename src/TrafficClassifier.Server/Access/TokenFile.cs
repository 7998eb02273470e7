using System.Security.Cryptography;
using System.Text;

namespace TrafficClassifier.Server.Access;

/// <summary>
/// Who may ask with a bearer token or a client certificate: a line each, <c>NAME ROLE sha256:HEX</c> of the token, or
/// <c>NAME ROLE certificate:HEX</c>, the SHA-256 of the certificate. Tokens are random and long: a plain hash keeps them well.
/// </summary>
internal sealed class TokenFile
{
    private readonly Dictionary<string, (string Name, Role Role)> _entries = new(StringComparer.Ordinal);

    public static TokenFile Empty { get; } = new();

    public int Count => _entries.Count;

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is wrong; none is used.</exception>
    public static TokenFile Read(string path)
    {
        var file = new TokenFile();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !file.TryAdd(words))
            {
                throw new InvalidDataException($"{path}:{number}: write NAME viewer|operator|officer sha256:HEX (of the token: printf %s TOKEN | sha256sum), or certificate:HEX, each once");
            }
        }
        return file;
    }

    /// <summary>Null for nobody's.</summary>
    public Caller? FindToken(string token, string peer) => Find("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), peer);

    /// <summary>Null for nobody's.</summary>
    public Caller? FindCertificate(byte[] certificate, string peer) => Find("certificate:" + Convert.ToHexStringLower(SHA256.HashData(certificate)), peer);

    // Looked up by hash: how long it takes tells nothing of a token.
    private Caller? Find(string key, string peer) => _entries.TryGetValue(key, out var entry) ? new Caller(entry.Name, entry.Role, peer) : null;

    private bool TryAdd(string[] words)
    {
        if (words.Length != 3 || RoleOf(words[1]) is not { } role)
        {
            return false;
        }
        var parts = words[2].Replace(":", " ", StringComparison.Ordinal).Split(' ', 2);
        var hex = parts[^1].Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return parts[0] is "sha256" or "certificate" && hex.Length == 64 && hex.All(char.IsAsciiHexDigit)
            && _entries.TryAdd($"{parts[0]}:{hex}", (words[0], role));
    }

    internal static Role? RoleOf(string word) => word switch
    {
        "viewer" => Role.Viewer,
        "operator" => Role.Operator,
        "officer" => Role.Officer,
        _ => null,
    };
}
