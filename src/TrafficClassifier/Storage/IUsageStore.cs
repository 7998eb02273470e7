using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>
/// Keeps buckets (DESIGN.md, promise 6). What was written is durable when the call returns; an <see cref="IOException"/> says that nothing
/// of the call was kept, and that it may be tried again. Numbers of sites and subjects are the store's own and mean the same for ever.
/// Writing is for one thread at a time; reading for any, also meanwhile.
/// </summary>
public interface IUsageStore : IDisposable
{
    /// <summary>Announces a source, or one more attempt of it.</summary>
    /// <returns>Sequence numbers of the attempt are larger, and those of every attempt before smaller.</returns>
    long Begin(StoreSource source);

    /// <summary>Says what numbers mean from now on: sites, departments and who is in them, calendar.</summary>
    /// <returns>The store's numbers for those of the catalog and of the directory.</returns>
    StoreNumbers Describe(StoreTerms terms);

    /// <summary>The numbers of subjects, new ones for those never seen. A number is never given to two.</summary>
    IReadOnlyList<SubjectId> Number(IReadOnlyList<SubjectKey> subjects);

    /// <summary>One durable transaction.</summary>
    void Write(StoreBatch batch);

    /// <summary>The source's input has ended: what earlier attempts counted and this one did not goes.</summary>
    /// <param name="source">Whose.</param>
    /// <param name="first">What <see cref="Begin"/> returned.</param>
    void End(StoreSource source, long first);

    /// <summary>What the source has counted in a minute; null when nothing.</summary>
    BucketDelivery? Find(StoreSource source, long minute);

    /// <summary>How far the inputs of a source were counted. Of all sources of an appliance the furthest when the incarnation is empty.</summary>
    IReadOnlyList<InputPosition> Positions(StoreSource source);

    /// <summary>Folds minutes that are over into hours. Answers do not change.</summary>
    /// <param name="before">A minute: hours that end at or before it.</param>
    /// <param name="limit">Hours at most.</param>
    /// <returns>Hours folded.</returns>
    int Fold(long before, int limit);

    /// <summary>Forgets what is too old to be kept so finely.</summary>
    void Apply(Retention retention, Instant now);

    /// <summary>What the numbers mean.</summary>
    StoreDescription Read();

    /// <summary>Shows the buckets of a window, oldest first: minutes, or hours and days as a whole where the window has them whole.</summary>
    void Read(StoreWindow window, IBucketSink sink);
}
