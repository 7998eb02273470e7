using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>Names of people as they log in. Case does not tell people apart, in no script.</summary>
internal static class UserName
{
    /// <summary>Writes the name in lower case.</summary>
    /// <returns>The bytes written; a name that is no UTF-8 or does not fit is none.</returns>
    public static int Normalise(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        Span<char> text = stackalloc char[DeviceTable.LongestPart];
        Span<char> lower = stackalloc char[DeviceTable.LongestPart];
        name = name.TrimEnd((byte)0).Trim((byte)' ');
        if (name.Length > text.Length || !Encoding.UTF8.TryGetChars(name, text, out var length))
        {
            return 0;
        }
        length = text[..length].ToLowerInvariant(lower);
        return length > 0 && Encoding.UTF8.TryGetBytes(lower[..length], destination, out var written) ? written : 0;
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
