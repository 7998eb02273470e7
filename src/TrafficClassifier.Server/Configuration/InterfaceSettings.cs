using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.Server.Configuration;

/// <summary>The table of what each interface is told. As a flag or in the environment a setting is for all of them.</summary>
internal static class InterfaceSettings
{
    /// <summary>Of <c>workers</c>: as many as the machine has processors for.</summary>
    public const int AutomaticWorkers = 0;

    private const int MostWorkers = 64;

    public static readonly Setting<string> Name = SettingTypes.Text("name", "As traffic devices names it.");

    public static readonly Setting<EngineKind> Engine = new("engine", "ring", "write ring or pcap",
        "What takes frames: ring, or pcap where that cannot be; or pcap.", OpenedEngine.TryParse)
    { Flag = "--engine", Word = "ring|pcap" };

    public static readonly Setting<PrefilterKind> Prefilter = new("prefilter", "auto", "write auto, none, classic, ebpf or xdp",
        "Where frames of no use are dropped: auto (ebpf, else classic), none, classic, ebpf, or xdp (a port that nothing else uses).", OpenedPrefilter.TryParse)
    { Flag = "--prefilter", Word = "auto|none|classic|ebpf|xdp" };

    public static readonly Setting<string> Filter = SettingTypes.Text("filter", "Only what this passes is seen (pcap-filter).");

    public static readonly Setting<long> Ring = SettingTypes.Bytes("ring", "64Mi", 1 << 20, 1 << 30, "Bytes of each worker's ring: what waits while a worker is busy.");

    public static readonly Setting<int> Workers = new("workers", "1", "write 1 to 64, or auto",
        "Threads that receive and dissect: 1 to 64, or auto (one for each processor, at most 4, shared by the interfaces). Default: 1.", TryWorkers)
    { Flag = "--workers", Word = "N|auto" };

    public static readonly Setting<bool> HardwareTimestamps = SettingTypes.Switch("hardware-timestamps", "Take the card's time: only where its clock is kept at UTC.");

    public static readonly Setting<string> RecordFolder = SettingTypes.Folder("record.folder", "Also write all that is seen to pcapng files there. Recordings hold what people do: keep them as such.");

    public static readonly Setting<long> RotateSize = SettingTypes.Bytes("record.rotate-size", "100M", 1_000_000, 1_000_000_000_000, "Begin another file at so many bytes.");

    public static readonly Setting<int> RotateSeconds = SettingTypes.Number("record.rotate-seconds", 0, 0, 31_536_000, "Begin another file after so many seconds; 0: as long as it takes.");

    public static readonly Setting<int> KeepFiles = SettingTypes.Number("record.keep", 0, 0, 1_000_000, "Keep so many files, and delete the oldest of its own; 0: as many as max-size has room for.");

    public static readonly Setting<long> MostBytes = SettingTypes.Bytes("record.max-size", "10G", 1_000_000, 1_000_000_000_000_000, "Keep so many bytes in all.");

    public static readonly IReadOnlyList<Setting> All =
        [Name, Engine, Prefilter, Filter, Ring, Workers, HardwareTimestamps, RecordFolder, RotateSize, RotateSeconds, KeepFiles, MostBytes];

    /// <summary>What may be said for all interfaces at once.</summary>
    public static readonly IReadOnlyList<Setting> ForAll = [.. All.Skip(1)];

    private static bool TryWorkers(string text, out int workers)
    {
        workers = AutomaticWorkers;
        return text == "auto" || (SettingTypes.TryNumber(text, out workers) && workers is >= 1 and <= MostWorkers);
    }
}
