using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Server.Running;
using TrafficClassifier.Storage;
using RecorderOptions = TrafficClassifier.Capture.Live.Recording.RecorderOptions;

namespace TrafficClassifier.Server.Configuration;

/// <summary>Makes the options out of values that are right.</summary>
internal static class OptionsOf
{
    /// <summary>Of one interface, with workers: auto; a number says otherwise.</summary>
    private const int MostAutomaticWorkers = 4;

    public static SensorOptions Sensor(SettingValues values, IReadOnlyList<SettingValues> interfaces)
    {
        var share = Math.Max(1, Math.Min(Environment.ProcessorCount, MostAutomaticWorkers) / Math.Max(1, interfaces.Count));
        return new SensorOptions
        {
            Name = values.Get(SensorSettings.Name) ?? Environment.MachineName,
            Interfaces = [.. interfaces.Select(each => Interface(each, share))],
            Tunnels = values.Get(SensorSettings.Tunnels)!,
            Staff = values.Get(SensorSettings.Staff),
            StaffDays = values.Get(SensorSettings.StaffDays),
            Leases = values.Texts(SensorSettings.Leases),
            Catalogs = values.Texts(SensorSettings.Catalogs),
            Holidays = values.Get(SensorSettings.Holidays),
            RadiusSecret = values.Get(SensorSettings.RadiusSecret),
            Zone = values.Get(SensorSettings.Zone) ?? TimeZoneInfo.Local,
            Unit = values.Get(SensorSettings.Unit),
            GraceSeconds = values.Get(SensorSettings.Grace),
            Store = values.Get(SensorSettings.Store),
            Retention = new Retention
            {
                Minutes = values.Get(SensorSettings.KeepMinutes),
                Hours = values.Get(SensorSettings.KeepHours),
                Days = values.Get(SensorSettings.KeepDays),
                Persons = values.Get(SensorSettings.KeepPersons),
            },
            Status = values.Get(SensorSettings.Status),
            Serve = values.Get(SensorSettings.Store) is { } store ? Server(values, store) : null,
        };
    }

    private static ServerOptions Server(SettingValues values, string store) => new()
    {
        Service = new ServiceOptions { Folder = store, K = values.Get(ServeSettings.K) },
        Grpc = values.Get(ServeSettings.Grpc),
        Http = values.Get(ServeSettings.Http),
        Tokens = values.Get(ServeSettings.Tokens),
        LocalRole = values.Get(ServeSettings.LocalRole),
        Certificate = values.Get(ServeSettings.Certificate),
        CertificateKey = values.Get(ServeSettings.CertificateKey),
        Audit = values.Get(ServeSettings.Audit) ?? Path.Combine(store, ServerOptions.AuditName),
    };

    private static InterfaceOptions Interface(SettingValues values, int share)
    {
        var name = values.Get(InterfaceSettings.Name)!;
        var workers = values.Get(InterfaceSettings.Workers);
        return new InterfaceOptions
        {
            Name = name,
            Engine = values.Get(InterfaceSettings.Engine),
            Prefilter = values.Get(InterfaceSettings.Prefilter),
            Filter = values.Get(InterfaceSettings.Filter) ?? "",
            RingBytes = (int)values.Get(InterfaceSettings.Ring),
            Workers = workers == InterfaceSettings.AutomaticWorkers ? share : workers,
            HardwareTimestamps = values.Get(InterfaceSettings.HardwareTimestamps),
            Record = values.Get(InterfaceSettings.RecordFolder) is { } folder ? Recorder(values, name, folder) : null,
        };
    }

    private static RecorderOptions Recorder(SettingValues values, string name, string folder) => new()
    {
        Interface = name,
        Folder = folder,
        RotateBytes = values.Get(InterfaceSettings.RotateSize),
        RotateSeconds = values.Get(InterfaceSettings.RotateSeconds),
        KeepFiles = values.Get(InterfaceSettings.KeepFiles),
        MostBytes = values.Get(InterfaceSettings.MostBytes),
        Filter = values.Get(InterfaceSettings.Filter),
    };
}
