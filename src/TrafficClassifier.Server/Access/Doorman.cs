using System.Security.Cryptography.X509Certificates;

namespace TrafficClassifier.Server.Access;

/// <summary>
/// Who is asking. A token or a certificate that is sent must be right, also locally; without one the local endpoints have a role of their
/// own, all others nobody. Tokens are read again when their file changes: a broken file keeps the old ones.
/// </summary>
internal sealed class Doorman
{
    private readonly string? _path;
    private readonly Role? _local;
    private readonly Action<string> _tell;
    private readonly object _gate = new();
    private volatile TokenFile _tokens = TokenFile.Empty;
    private DateTime _written;
    private long _looked = long.MinValue / 2;

    /// <param name="path">The file of tokens; null without.</param>
    /// <param name="local">Of local callers without a token; null: they need one.</param>
    /// <param name="tell">Takes a line for the operator.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is wrong.</exception>
    public Doorman(string? path, Role? local, Action<string> tell)
    {
        (_path, _local, _tell) = (path, local, tell);
        if (path is not null)
        {
            _written = File.GetLastWriteTimeUtc(path);
            _tokens = TokenFile.Read(path);
        }
    }

    /// <summary>Null: nobody known.</summary>
    public Caller? Find(string? authorization, X509Certificate2? certificate, bool isLocal, string peer)
    {
        Look();
        const string Scheme = "Bearer ";
        if (authorization is not null)
        {
            return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? _tokens.FindToken(authorization[Scheme.Length..].Trim(), peer) : null;
        }
        if (certificate is not null)
        {
            return _tokens.FindCertificate(certificate.RawData, peer);
        }
        return isLocal && _local is { } role ? new Caller("local", role, peer) : null;
    }

    /// <summary>Reads the file again if it changed; at most once a second.</summary>
    private void Look()
    {
        if (_path is null || Environment.TickCount64 - Volatile.Read(ref _looked) < 1000)
        {
            return;
        }
        lock (_gate)
        {
            Volatile.Write(ref _looked, Environment.TickCount64);
            try
            {
                var written = File.GetLastWriteTimeUtc(_path);
                if (written != _written)
                {
                    _written = written;
                    _tokens = TokenFile.Read(_path);
                    _tell($"{_path}: {_tokens.Count} tokens, read again");
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                _tell($"{exception.Message}; the tokens of before stay");
            }
        }
    }
}
