using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier;

/// <summary>Time-outs and choices of a <see cref="Pipeline"/>.</summary>
public sealed record PipelineOptions
{
    /// <summary>How long after its expiry a lease still names its holder.</summary>
    public long GraceSeconds { get; init; } = 30;

    /// <summary>What access servers sign accounting with; null: it is believed unseen.</summary>
    public RadiusSecret? RadiusSecret { get; init; }

    /// <summary>Count staff, or only devices or addresses.</summary>
    public SubjectKind Closest { get; init; }

    /// <summary>Which tunnels over IP are opened.</summary>
    public TunnelPolicy Tunnels { get; init; } = TunnelPolicy.Any;
}
