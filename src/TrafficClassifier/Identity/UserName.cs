using System.Buffers;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>Names of people as they log in. Case does not tell people apart, in no script; bytes that are no text do.</summary>
internal static class UserName
{
    /// <summary>Writes the name in lower case.</summary>
    /// <returns>The bytes written; a name that does not fit is none.</returns>
    public static int Normalise(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        Span<char> text = stackalloc char[DeviceTable.LongestPart];
        Span<char> lower = stackalloc char[DeviceTable.LongestPart];
        name = name.TrimEnd((byte)0).Trim((byte)' ');
        if (name.Length > text.Length)
        {
            return 0;
        }
        var written = 0;
        while (!name.IsEmpty)
        {
            var invalid = FindInvalid(name, out var invalidLength);
            var length = Encoding.UTF8.GetChars(name[..invalid], text);
            length = text[..length].ToLowerInvariant(lower);
            if (!Encoding.UTF8.TryGetBytes(lower[..length], destination[written..], out var added))
            {
                return 0;
            }
            written += added;
            foreach (var value in name.Slice(invalid, invalidLength))
            {
                // A capital stands in no name that is in lower case, so no other name can have this spelling.
                if (destination.Length - written < 3)
                {
                    return 0;
                }
                destination[written] = (byte)'X';
                value.TryFormat(destination[(written + 1)..], out _, "x2", CultureInfo.InvariantCulture);
                written += 3;
            }
            name = name[(invalid + invalidLength)..];
        }
        return written;
    }

    /// <summary>Where the first bytes are that are no UTF-8, and how many; at the end, none.</summary>
    private static int FindInvalid(ReadOnlySpan<byte> name, out int length)
    {
        for (var at = 0; at < name.Length; at += length)
        {
            if (Rune.DecodeFromUtf8(name[at..], out _, out length) != OperationStatus.Done)
            {
                return at;
            }
        }
        length = 0;
        return name.Length;
    }

    /// <summary>Without the realm behind it: x@realm (RFC 7542).</summary>
    public static string WithoutRealm(string name)
    {
        var at = name.LastIndexOf('@');
        return at > 0 ? name[..at] : name;
    }

    /// <summary>Without the domain in front: DOMAIN\x.</summary>
    public static string WithoutDomain(string name)
    {
        var at = name.LastIndexOf('\\');
        return at >= 0 && at < name.Length - 1 ? name[(at + 1)..] : name;
    }
}
