namespace TrafficClassifier.Server.Running;

/// <summary>What keeps the numbers from being as good as they could be; each is told apart, as each has another remedy.</summary>
internal enum SensorProblem
{
    /// <summary>An interface is away, off, cannot be opened, or nothing comes.</summary>
    NotCapturing,

    /// <summary>Frames are lost.</summary>
    Dropping,

    /// <summary>Nothing tells who holds an address.</summary>
    NoLeases,

    /// <summary>Minutes may overlap or be missing.</summary>
    ClockJumped,

    /// <summary>There will soon be no room for minutes.</summary>
    DiskNearlyFull,

    /// <summary>Minutes wait in memory.</summary>
    StoreFailing,

    /// <summary>People may have come, left or moved.</summary>
    DirectoryStale,

    /// <summary>A changed file is wrong, and not used.</summary>
    InputsRefused,
}
