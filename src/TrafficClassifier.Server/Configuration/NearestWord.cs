namespace TrafficClassifier.Server.Configuration;

/// <summary>What somebody who mistyped a word may have meant.</summary>
internal static class NearestWord
{
    /// <returns>Null: nothing is near.</returns>
    public static string? Find(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (Word: candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Word, StringComparer.Ordinal).FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(2, nearest.Word.Length / 2) ? nearest.Word : null;
    }

    /// <summary>Characters put in, taken out or exchanged (Levenshtein). A word of the file may be long: only its beginning is compared.</summary>
    private static int Distance(string a, string b)
    {
        const int most = 64;
        a = a.Length <= most ? a : a[..most];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
