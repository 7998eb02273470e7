using System.Text;

namespace Naive;

/// <summary>The name that a DNS query asks for.</summary>
internal static class QueryName
{
    public static string? Find(byte[] message)
    {
        if (message.Length < 17 || (message[2] & 0x80) != 0)
        {
            return null;
        }
        var name = new StringBuilder();
        for (var at = 12; at < message.Length && message[at] != 0; at += message[at] + 1)
        {
            if (message[at] > 63 || at + message[at] >= message.Length)
            {
                return null;
            }
            if (name.Length > 0)
            {
                name.Append('.');
            }
            name.Append(Encoding.ASCII.GetString(message, at + 1, message[at]));
        }
        return name.ToString().ToLowerInvariant();
    }
}
