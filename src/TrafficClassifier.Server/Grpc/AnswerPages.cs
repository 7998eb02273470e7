using System.Security.Cryptography;
using System.Text;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Answers that take several pages, kept between them: all pages are of one moment. A token is random, and good for who got it and the same
/// question only. What is kept is bounded by its lines; the oldest goes first.
/// </summary>
internal sealed class AnswerPages
{
    public const int DefaultSize = 1000;
    public const int MostLines = 10_000;
    private const long MostKept = 1 << 20;

    private readonly object _gate = new();
    private readonly LinkedList<Kept> _kept = new();
    private long _lines;

    private sealed record Kept(string Id, string Who, string Question, object Answer, int Lines);

    /// <summary>The size that a request means.</summary>
    /// <exception cref="RequestException">It means none.</exception>
    public static int Size(int asked) => asked switch
    {
        0 => DefaultSize,
        > 0 => Math.Min(asked, MostLines),
        _ => throw RequestException.Invalid($"page_size {asked}: write 1 to {MostLines}, or leave it out"),
    };

    /// <summary>The answer of a page before, and where this one begins; null for a first page.</summary>
    /// <param name="question">The request without its page.</param>
    /// <exception cref="RequestException">The token is of somebody else, of another question, or too old.</exception>
    public (T Answer, int From, string Id)? Find<T>(string token, Caller caller, string question)
        where T : class
    {
        if (token.Length == 0)
        {
            return null;
        }
        var parts = token.Split('.');
        if (parts.Length == 2 && int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var from))
        {
            lock (_gate)
            {
                var kept = _kept.FirstOrDefault(answer => answer.Id == parts[0]);
                if (kept is not null && kept.Who == Who(caller) && kept.Question == Hash(question) && kept.Answer is T found && from < kept.Lines)
                {
                    return (found, from, kept.Id);
                }
            }
        }
        throw RequestException.Invalid("page_token: of another question or too old: ask again from the first page, and change nothing but page_size between pages");
    }

    /// <summary>Keeps an answer for its further pages.</summary>
    /// <returns>What <see cref="Token"/> needs.</returns>
    public string Keep(object answer, int lines, Caller caller, string question)
    {
        var kept = new Kept(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)), Who(caller), Hash(question), answer, lines);
        lock (_gate)
        {
            _kept.AddLast(kept);
            _lines += lines;
            while (_kept.Count > 1 && (_lines > MostKept || _kept.Count > 64))
            {
                _lines -= _kept.First!.Value.Lines;
                _kept.RemoveFirst();
            }
        }
        return kept.Id;
    }

    public static string Token(string id, int from) => $"{id}.{from}";

    private static string Who(Caller caller) => $"{caller.Role} {caller.Name}";

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
