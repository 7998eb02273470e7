namespace TrafficClassifier.Capture.Live.Recording;

/// <summary>What is recorded, where, and how much of it is kept.</summary>
public sealed record RecorderOptions
{
    /// <summary>Of the interface; also what names of files begin with unless <see cref="Prefix"/> says otherwise.</summary>
    public required string Interface { get; init; }

    /// <summary>Made if it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>What names of files begin with: recorders that share a folder have each their own.</summary>
    public string? Prefix { get; init; }

    /// <summary>The one file's name in the folder; null: files follow each other, named by prefix, time and number.</summary>
    public string? SingleFile { get; init; }

    /// <summary>Bytes of a file.</summary>
    public long RotateBytes { get; init; } = 100_000_000;

    /// <summary>Of frames' time in a file; 0: as long as it takes.</summary>
    public int RotateSeconds { get; init; }

    /// <summary>Files kept; 0: as many as there is place for.</summary>
    public int KeepFiles { get; init; }

    /// <summary>Bytes of all files. A single file ends there.</summary>
    public long MostBytes { get; init; } = 10_000_000_000;

    /// <summary>Bytes of a frame that are kept.</summary>
    public int SnapLength { get; init; } = 262_144;

    /// <summary>Text of the operator's filter, for the file's header.</summary>
    public string? Filter { get; init; }

    public string NamePrefix => Prefix ?? Interface;
}
