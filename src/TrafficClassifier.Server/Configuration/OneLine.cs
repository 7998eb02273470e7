namespace TrafficClassifier.Server.Configuration;

/// <summary>What somebody wrote, as part of a line of ours.</summary>
internal static class OneLine
{
    private const int Longest = 80;

    public static string Of(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
