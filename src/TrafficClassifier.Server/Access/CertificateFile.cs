using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TrafficClassifier.Server.Access;

/// <summary>The server's certificate and key, read again when they were renewed: a broken pair keeps the old one.</summary>
internal sealed class CertificateFile : IDisposable
{
    private readonly string _certificate;
    private readonly string _key;
    private readonly Action<string> _tell;
    private readonly Lock _gate = new();
    private volatile X509Certificate2 _current;
    private DateTime _written;
    private long _looked;

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">They are no pair.</exception>
    public CertificateFile(string certificate, string key, Action<string> tell)
    {
        (_certificate, _key, _tell) = (certificate, key, tell);
        _written = Written();
        _current = Read();
        _looked = Environment.TickCount64;
    }

    public X509Certificate2 Current
    {
        get
        {
            Look();
            return _current;
        }
    }

    public void Dispose() => _current.Dispose();

    private DateTime Written() => new[] { File.GetLastWriteTimeUtc(_certificate), File.GetLastWriteTimeUtc(_key) }.Max();

    private X509Certificate2 Read() => X509Certificate2.CreateFromPemFile(_certificate, _key);

    /// <summary>At most once a second. The one before is left to the collector: connections may still use it.</summary>
    private void Look()
    {
        if (Environment.TickCount64 - Volatile.Read(ref _looked) < 1000)
        {
            return;
        }
        lock (_gate)
        {
            Volatile.Write(ref _looked, Environment.TickCount64);
            try
            {
                if (Written() is var written && written != _written)
                {
                    _written = written;
                    _current = Read();
                    _tell($"{_certificate}: read again, valid until {_current.NotAfter:yyyy-MM-dd}");
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
            {
                _tell($"{_certificate}: {fault.Message}; the certificate of before stays");
            }
        }
    }
}
