using TrafficClassifier.Sightings;

namespace TrafficClassifier.Usage;

/// <summary>How complete the numbers of a stretch of time are.</summary>
public sealed class Coverage
{
    /// <summary>Number of figures.</summary>
    public const int FigureCount = OutcomeCount + (int)Figure.Count;

    /// <summary>The first of the figures: frames by outcome.</summary>
    internal const int OutcomeCount = (int)FrameOutcome.Segment + 1;

    private readonly long[] _figures = new long[FigureCount];

    private enum Figure
    {
        Lost,
        Connections,
        Unnamed,
        Hidden,
        Sightings,
        WithoutPerson,
        WithoutDevice,
        Uncatalogued,
        Ambiguous,
        NamedByAnswer,
        EncryptedDns,
        RelaysAndVpns,
        Shared,
        RandomMac,
        RandomMacWithoutPerson,
        UnverifiedAccounting,
        ForgedAccounting,
        LostBeforeRing,
        KeptAway,
        Freezes,
        SecondsNotCaptured,
        ClockSteps,
        LogRecords,
        Count,
    }

    /// <summary>All figures, in the order in which they are stored.</summary>
    public Span<long> Figures => _figures;

    /// <summary>Frames received: the sum of all outcomes.</summary>
    public long Frames
    {
        get
        {
            long sum = 0;
            foreach (var count in _figures.AsSpan(0, OutcomeCount))
            {
                sum += count;
            }
            return sum;
        }
    }

    /// <summary>Frames that the capturing side says it lost, in the ring and before it.</summary>
    public ref long Lost => ref this[Figure.Lost];

    /// <summary>Connections that showed a hello or a request.</summary>
    public ref long Connections => ref this[Figure.Connections];

    /// <summary>Of these, without a readable name.</summary>
    public ref long Unnamed => ref this[Figure.Unnamed];

    /// <summary>Of these, with a name behind a cover.</summary>
    public ref long Hidden => ref this[Figure.Hidden];

    /// <summary>Look-ups and named connections.</summary>
    public ref long Sightings => ref this[Figure.Sightings];

    /// <summary>Of these, by a device that belongs to no person of the directory, or by an address without a lease.</summary>
    public ref long WithoutPerson => ref this[Figure.WithoutPerson];

    /// <summary>Of these, by an address without a lease.</summary>
    public ref long WithoutDevice => ref this[Figure.WithoutDevice];

    /// <summary>Of these, of a domain that no site of the catalog owns.</summary>
    public ref long Uncatalogued => ref this[Figure.Uncatalogued];

    /// <summary>Of the connections, those whose address several sites share, as their client was told.</summary>
    public ref long Ambiguous => ref this[Figure.Ambiguous];

    /// <summary>Of the connections, those that carried no readable name and were named by their client's DNS answers.</summary>
    public ref long NamedByAnswer => ref this[Figure.NamedByAnswer];

    /// <summary>Of the connections, those that take their client's look-ups out of sight.</summary>
    public ref long EncryptedDns => ref this[Figure.EncryptedDns];

    /// <summary>Of the connections, those that take others out of sight: to relays and virtual private networks.</summary>
    public ref long RelaysAndVpns => ref this[Figure.RelaysAndVpns];

    /// <summary>Of the sightings, those by devices and addresses that several people share: never a person.</summary>
    public ref long Shared => ref this[Figure.Shared];

    /// <summary>Of the sightings, those by devices with a hardware address of their own choice, perhaps a random one (RFC 7844).</summary>
    public ref long RandomMac => ref this[Figure.RandomMac];

    /// <summary>Of these, by devices of which no person could be told.</summary>
    public ref long RandomMacWithoutPerson => ref this[Figure.RandomMacWithoutPerson];

    /// <summary>RADIUS accounting that was believed without its secret.</summary>
    public ref long UnverifiedAccounting => ref this[Figure.UnverifiedAccounting];

    /// <summary>RADIUS accounting that its sender did not sign with the secret: not believed.</summary>
    public ref long ForgedAccounting => ref this[Figure.ForgedAccounting];

    /// <summary>Of the lost frames, those that the card or the kernel dropped before the ring.</summary>
    public ref long LostBeforeRing => ref this[Figure.LostBeforeRing];

    /// <summary>Frames that the kernel's filter kept away, since nothing of them can be used: not lost.</summary>
    public ref long KeptAway => ref this[Figure.KeptAway];

    /// <summary>Times a ring was full.</summary>
    public ref long Freezes => ref this[Figure.Freezes];

    /// <summary>Seconds, of each interface, in which it was not captured: down, gone, refused, or nobody was there to do it.</summary>
    public ref long SecondsNotCaptured => ref this[Figure.SecondsNotCaptured];

    /// <summary>Times the clock was set while frames were stamped with it.</summary>
    public ref long ClockSteps => ref this[Figure.ClockSteps];

    /// <summary>What lines of logs told: look-ups, answers, connections, leases, sessions.</summary>
    public ref long LogRecords => ref this[Figure.LogRecords];

    /// <summary>Something was seen: a frame, or a record of a log.</summary>
    public bool HasSeen => Frames + LogRecords > 0;

    public ref long this[FrameOutcome outcome] => ref _figures[(int)outcome];

    private ref long this[Figure figure] => ref _figures[OutcomeCount + (int)figure];

    public void Add(Coverage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _figures.Length; i++)
        {
            _figures[i] += other._figures[i];
        }
    }

    public void Clear() => _figures.AsSpan().Clear();
}
