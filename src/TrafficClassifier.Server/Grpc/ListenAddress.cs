using System.Net;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Where questions come in: an address and port, or a Unix socket.</summary>
/// <param name="Socket">The path of a Unix socket; null: there is an address.</param>
internal sealed record ListenAddress(IPEndPoint? Address, string? Socket)
{
    /// <summary>Only this machine's own processes get there.</summary>
    public bool IsLocal => Socket is not null || IPAddress.IsLoopback(Address!.Address);

    /// <summary>What to write.</summary>
    public const string Remedy = "write an address and port as 127.0.0.1:5317 or [::]:5317, a socket as unix:/run/traffic.sock, or none";

    public const string Grpc = "127.0.0.1:5317", Http = "127.0.0.1:5318";

    /// <summary>Reads what <see cref="Remedy"/> says; <c>none</c> is null.</summary>
    public static bool TryParse(string text, out ListenAddress? address)
    {
        address = null;
        if (text == "none")
        {
            return true;
        }
        if (text.StartsWith("unix:/", StringComparison.Ordinal))
        {
            address = new ListenAddress(null, text[5..]);
            return true;
        }
        var plain = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1:{text[10..]}" : text;
        if (!plain.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(plain, out var point) || (point.Port == 0 && !plain.EndsWith(":0", StringComparison.Ordinal)))
        {
            return false;
        }
        address = new ListenAddress(point, null);
        return true;
    }

    public override string ToString() => Socket is null ? Address!.ToString() : $"unix:{Socket}";
}
