using System.Buffers.Binary;
using System.Text;

namespace Naive;

/// <summary>The server name of a ClientHello, as far as it is in this segment.</summary>
internal static class HelloName
{
    public static string? Find(byte[] payload)
    {
        if (payload.Length < 44 || payload[0] != 22 || payload[5] != 1)
        {
            return null;
        }
        var at = 43;
        at += 1 + payload[at];
        if (at + 2 > payload.Length)
        {
            return null;
        }
        at += 2 + Read(payload, at);
        if (at >= payload.Length)
        {
            return null;
        }
        at += 1 + payload[at];
        for (at += 2; at + 4 <= payload.Length; at += 4 + Read(payload, at + 2))
        {
            if (Read(payload, at) == 0 && at + 9 <= payload.Length)
            {
                var length = Read(payload, at + 7);
                return at + 9 + length <= payload.Length ? Encoding.ASCII.GetString(payload, at + 9, length).ToLowerInvariant() : null;
            }
        }
        return null;
    }

    private static int Read(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
}
