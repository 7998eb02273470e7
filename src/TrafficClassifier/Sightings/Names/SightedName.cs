using TrafficClassifier.Wire;

namespace TrafficClassifier.Sightings.Names;

/// <summary>The one spelling of host names, wherever they were carried.</summary>
internal static class SightedName
{
    /// <summary>Writes the text of a host name without a final dot: RFC 6066 3 wants none, and browsers send what was typed.</summary>
    /// <returns>The bytes written.</returns>
    public static int Format(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var length = WireText.Format(name, destination);
        return length > 1 && destination[length - 1] == '.' ? length - 1 : length;
    }
}
