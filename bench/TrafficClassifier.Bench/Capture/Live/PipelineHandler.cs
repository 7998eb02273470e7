using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Bench.Capture.Live;

/// <summary>The whole pipeline, without a store.</summary>
internal sealed class PipelineHandler : IFrameHandler, IBucketSink
{
    private readonly Pipeline _pipeline;
    private Instant _oldest = Instant.MaxValue;

    public PipelineHandler() => _pipeline =
        new Pipeline(CatalogFile.Load([]), new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions { Tunnels = TunnelPolicy.None }, this);

    public long Frames { get; private set; }

    /// <summary>How long the first frame since the last call took from the wire through the pipeline; zero if none came.</summary>
    public TimeSpan OldestAge()
    {
        var oldest = _oldest;
        _oldest = Instant.MaxValue;
        return oldest == Instant.MaxValue ? TimeSpan.Zero : DateTime.UtcNow - oldest.ToDateTime();
    }

    public long Classified => _pipeline.Outcomes[(int)FrameOutcome.Classified];

    public long Duplicates => _pipeline.Outcomes[(int)FrameOutcome.Duplicate];

    public long Evictions => _pipeline.Evictions;

    /// <summary>Of closed minutes.</summary>
    public Coverage Closed { get; } = new();

    public void Handle(scoped in CapturedFrame frame)
    {
        Frames++;
        if (_oldest == Instant.MaxValue)
        {
            _oldest = frame.Time;
        }
        _pipeline.Process(frame);
    }

    public void Accept(UsageBucket bucket) => Closed.Add(bucket.Coverage);
}
