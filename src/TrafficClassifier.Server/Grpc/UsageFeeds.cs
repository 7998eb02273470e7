using Grpc.Core;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Server.Grpc;

/// <summary>The feeds that somebody watches, one for each different question; a feed ends with its last subscriber, some time later.</summary>
internal sealed class UsageFeeds(UsageAnswers answers, ServiceOptions options)
{
    private const int MostFeeds = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, UsageFeed> _feeds = new(StringComparer.Ordinal);
    private int _subscribers;

    public int Subscribers => Volatile.Read(ref _subscribers);

    /// <summary>Sends the state, or what changed since the message that is named, and then each change; returns only by <paramref name="stop"/>.</summary>
    /// <param name="send">Ends when the subscriber has taken the message, or enough of those before: meanwhile changes unite.</param>
    public async Task Watch(V1.WatchUsageRequest request, Caller caller, Func<V1.WatchUsageResponse, Task> send, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _subscribers) > options.MostSubscribers)
        {
            Interlocked.Decrement(ref _subscribers);
            throw new RequestException(StatusCode.ResourceExhausted, $"{options.MostSubscribers} watch already: try again later");
        }
        try
        {
            var feed = Find(request, caller);
            await feed.Look(stop).ConfigureAwait(false); // what is wrong with the question is told now
            var seen = feed.VersionOf(request.ResumeToken);
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var changed = feed.Changed; // before looking: what changes meanwhile is not missed
                if (feed.Since(seen) is { } message)
                {
                    seen = feed.VersionOf(message.ResumeToken);
                    await send(message).ConfigureAwait(false);
                }
                else
                {
                    // Who waits keeps the feed going: whoever looks first looks for all.
                    await Task.WhenAny(changed, Task.Delay(UsageFeed.Beat, stop)).ConfigureAwait(false);
                    await feed.Look(stop).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _subscribers);
        }
    }

    private UsageFeed Find(V1.WatchUsageRequest request, Caller caller)
    {
        var question = new V1.WatchUsageRequest(request) { ResumeToken = "" };
        var key = $"{caller.Role} {question}";
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out var feed))
            {
                foreach (var (old, _) in _feeds.Where(pair => pair.Value.IsForgotten).ToList())
                {
                    _feeds.Remove(old);
                }
                if (_feeds.Count >= MostFeeds)
                {
                    throw new RequestException(StatusCode.ResourceExhausted, $"{MostFeeds} different questions are watched already: watch one of them, or try again later");
                }
                _feeds.Add(key, feed = new UsageFeed(stop => answers.Look(question, caller, stop), caller.Role == Role.Viewer ? options.K : 1));
            }
            return feed;
        }
    }
}
