using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;

namespace TrafficClassifier.Server.Running;

/// <summary>What the daemon is told: the configuration, read and checked.</summary>
internal sealed record SensorOptions
{
    /// <summary>The appliance's name in the store; the machine's by default.</summary>
    public string Name { get; init; } = Environment.MachineName;

    public required IReadOnlyList<InterfaceOptions> Interfaces { get; init; }

    /// <summary>A mirror may carry what anybody sends: no tunnel is believed unless its sender is named.</summary>
    public TunnelPolicy Tunnels { get; init; } = TunnelPolicy.None;

    /// <summary>The staff directory; null: devices are counted.</summary>
    public string? Staff { get; init; }

    /// <summary>A directory that was not changed for longer is stale; null: it never is.</summary>
    public int? StaffDays { get; init; } = 35;

    /// <summary>Lease files, read at the start.</summary>
    public IReadOnlyList<string> Leases { get; init; } = [];

    /// <summary>Added to the catalog that comes with the program.</summary>
    public IReadOnlyList<string> Catalogs { get; init; } = [];

    public string? Holidays { get; init; }

    /// <summary>A file that holds the secret of RADIUS accounting.</summary>
    public string? RadiusSecret { get; init; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Null: the closest to people that the inputs allow.</summary>
    public Unit? Unit { get; init; }

    /// <summary>How long after its expiry a lease still names its holder.</summary>
    public long GraceSeconds { get; init; } = 30;

    /// <summary>The folder of the store; null: nothing is kept.</summary>
    public string? Store { get; init; }

    public Retention? Retention { get; init; }

    /// <summary>A file that the state is written to once a second; null: none.</summary>
    public string? Status { get; init; }

    /// <summary>Null: nobody is answered.</summary>
    public ServerOptions? Serve { get; init; }
}
