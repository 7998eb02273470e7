using System.Text;

namespace TrafficClassifier.Sightings;

/// <summary>What access servers sign their accounting with. Never printed.</summary>
public sealed class RadiusSecret
{
    /// <summary>RFC 2865 3 wants 16 bytes and more; nobody has a thousand.</summary>
    private const int Longest = 1024;

    private readonly byte[] _bytes;

    private RadiusSecret(byte[] bytes) => _bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The first line of a file, without the white space around it.</summary>
    /// <returns>Null where that is empty or too long.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RadiusSecret? Read(string path)
    {
        var line = Encoding.UTF8.GetBytes(File.ReadLines(path).FirstOrDefault("").Trim());
        return line.Length is > 0 and <= Longest ? new RadiusSecret(line) : null;
    }

    internal static RadiusSecret Of(string text) => new(Encoding.UTF8.GetBytes(text));
}
