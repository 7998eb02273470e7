namespace TrafficClassifier.Identity;

/// <summary>A session, as the table of sessions keeps it.</summary>
internal struct Session
{
    public byte[] Key;
    public long Number;
    public DeviceId Who;
    public Instant Heard;
    public Instant Began;
    public Instant Stopped;

    /// <summary>Nobody said that it is over: its server began anew, or gave its address away.</summary>
    public bool IsEndConcluded;

    /// <summary>When it began is known.</summary>
    public bool HasStart;
    public SessionPlaces Places;
}
