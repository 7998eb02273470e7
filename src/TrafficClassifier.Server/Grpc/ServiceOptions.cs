using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Grpc;

/// <summary>What is served, and its bounds.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Of the store.</summary>
    public required string Folder { get; init; }

    /// <summary>Groups smaller than this are suppressed, for viewers always.</summary>
    public int K { get; init; } = StatementQuery.DefaultK;

    /// <summary>Queries that read the store at once.</summary>
    public int MostQueries { get; init; } = 2;

    /// <summary>Queries that wait for their turn.</summary>
    public int MostWaiting { get; init; } = 64;

    /// <summary>Streams at once.</summary>
    public int MostSubscribers { get; init; } = 1000;

    /// <summary>Of answers to viewers: what is not over yet is not told.</summary>
    public Func<DateTimeOffset> Clock { get; init; } = () => DateTimeOffset.UtcNow;
}
