using System.Net;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Where questions come in: an address and port, or a Unix socket.</summary>
/// <param name="Socket">The path of a Unix socket; null: there is an address.</param>
internal sealed record ListenAddress(IPEndPoint? Address, string? Socket)
{
    /// <summary>Only this machine's own processes get there.</summary>
    public bool IsLocal => Socket is not null || IPAddress.IsLoopback(Address!.Address);

    /// <summary>Reads 127.0.0.1:5317, [::]:5317, localhost:5317 or unix:/run/traffic.sock; <c>none</c> is nowhere.</summary>
    /// <exception cref="UsageException">It is nothing of the kind.</exception>
    public static ListenAddress? Parse(string option, string text)
    {
        if (text == "none")
        {
            return null;
        }
        if (text.StartsWith("unix:/", StringComparison.Ordinal))
        {
            return new ListenAddress(null, text[5..]);
        }
        var plain = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"127.0.0.1:{text[10..]}" : text;
        return plain.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(plain, out var address) && (address.Port != 0 || plain.EndsWith(":0", StringComparison.Ordinal))
            ? new ListenAddress(address, null)
            : throw new UsageException($"{option} {text}: write an address and port as 127.0.0.1:5317 or [::]:5317, a socket as unix:/run/traffic.sock, or none");
    }

    public override string ToString() => Socket is null ? Address!.ToString() : $"unix:{Socket}";
}
