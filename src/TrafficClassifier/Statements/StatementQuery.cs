using TrafficClassifier.Sightings;

namespace TrafficClassifier.Statements;

/// <summary>What is asked: the statement's flags.</summary>
public sealed record StatementQuery
{
    public const int DefaultK = 5;

    public required Calendar Calendar { get; init; }

    /// <summary>Names of sites, a statement each; empty for all.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Names of categories, a statement each for all their sites together; empty for all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Without sites and categories: one statement over all sites instead of one for each.</summary>
    public bool IsTogether { get; init; }

    public Breakdown By { get; init; }

    /// <summary>Rows by stretches of the local day of so many minutes, from midnight on; of whole days from the window's first date on. 0: not.</summary>
    public int StretchMinutes { get; init; }

    /// <summary>Whether there are rows.</summary>
    internal bool HasRows => By != Breakdown.None || StretchMinutes > 0;

    /// <summary>The weakest evidence that makes a visit.</summary>
    public Evidence Evidence { get; init; } = Evidence.Connection;

    /// <summary>Whether a connection to an embedded domain makes a visit.</summary>
    public bool IncludeEmbedded { get; init; }

    /// <summary>Groups smaller than this are suppressed; 1 shows everything.</summary>
    public int K { get; init; } = DefaultK;

    /// <summary>Null: the closest that the data allows.</summary>
    public Unit? Unit { get; init; }
}
