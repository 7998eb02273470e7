using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Configuration;

/// <summary>What the daemon is told: flags before the environment, that before the file, that before what is by default.</summary>
internal sealed class SensorConfiguration
{
    public const string DefaultPath = "/etc/traffic-classifier/traffic.yaml", PathVariable = "TRAFFIC_CONFIG";

    private const string VariablePrefix = "TRAFFIC_";

    private readonly List<string> _errors = [];
    private readonly List<string> _remarks = [];

    /// <summary>Interfaces may have been meant that could not be read.</summary>
    private bool _hasNameless;

    private SensorConfiguration(string? path) => File = path;

    /// <summary>Null: there is none.</summary>
    public string? File { get; }

    public SettingValues Sensor { get; } = new();

    public List<SettingValues> Interfaces { get; private set; } = [];

    /// <summary>None was named; those that were named wrongly are among the errors.</summary>
    public bool LacksInterface { get; private set; }

    /// <summary>What is wrong, and what to write: a line each.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What may be wrong.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <param name="path">Of the file; null: <see cref="DefaultPath"/> if that is there.</param>
    /// <param name="environment">Variables and their values.</param>
    /// <param name="flags">Of the command line.</param>
    public static SensorConfiguration Read(string? path, IReadOnlyDictionary<string, string> environment, IReadOnlyList<GivenFlag> flags)
    {
        path ??= environment.GetValueOrDefault(PathVariable) is { Length: > 0 } named ? named : System.IO.File.Exists(DefaultPath) ? DefaultPath : null;
        var configuration = new SensorConfiguration(path);
        if (path is not null)
        {
            configuration.TakeFile(path);
        }
        configuration.TakeEnvironment(environment);
        configuration.TakeFlags(flags);
        configuration.Check();
        configuration.LacksInterface = configuration.Interfaces.Count == 0 && !configuration._hasNameless;
        return configuration;
    }

    /// <summary>Only where there are no errors.</summary>
    public SensorOptions ToOptions() => OptionsOf.Sensor(Sensor, Interfaces);

    /// <summary>Files that are to be read at the start and are not there, a line each.</summary>
    public IEnumerable<string> FindMissing()
    {
        foreach (var setting in SensorSettings.All.Where(setting => setting.IsInput && Sensor[setting] is not null))
        {
            foreach (var text in Sensor.Texts(setting).Where(text => !System.IO.File.Exists(text)))
            {
                yield return $"{Sensor[setting]!.Origin}: {OneLine.Of(text)}: {(Directory.Exists(text) ? "this is a folder: name a file" : "there is no such file (or this user may not see it)")}";
            }
        }
    }

    private void TakeFile(string path)
    {
        ConfigurationNode? root;
        var known = _errors.Count;
        try
        {
            using var reader = new StreamReader(path);
            root = YamlFile.Read(reader, path, _errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"{path}: {(Directory.Exists(path) ? "this is a folder: name a file" : System.IO.File.Exists(path) ? "it cannot be read: " + exception.Message : "there is no such file: name one with --config")}");
            _hasNameless = true;
            return;
        }
        if (root is null || root.IsEmpty)
        {
            _hasNameless = _errors.Count > known;
            return;
        }
        if (root.Entries is null)
        {
            _errors.Add($"{path}:{root.Line}: a configuration is made of lines 'KEY: VALUE' (traffic run --print-config prints one)");
            return;
        }
        var section = new SectionReader(path, _errors);
        var interfaces = section.Read(root, SensorSettings.All, Sensor, list: SensorSettings.Interfaces);
        foreach (var item in interfaces is null || interfaces.IsEmpty ? [] : interfaces.Items ?? [interfaces])
        {
            TakeInterface(item, section, $"{path}:{item.Line}: {SensorSettings.Interfaces}");
        }
    }

    /// <summary>A section with a name, or the name alone.</summary>
    private void TakeInterface(ConfigurationNode item, SectionReader section, string at)
    {
        var values = new SettingValues();
        if (item.Text is { Length: > 0 } name)
        {
            values.Set(InterfaceSettings.Name, new SettingValue([name], at, null));
        }
        else if (item.Entries is not null)
        {
            section.Read(item, InterfaceSettings.All, values);
        }
        if (values[InterfaceSettings.Name] is null)
        {
            _hasNameless = true;
            _errors.Add($"{at}: each has a name: write '- name: mirror0', and its settings below");
            return;
        }
        Interfaces.Add(values);
    }

    private void TakeEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault(SensorSettings.InterfacesVariable) is { Length: > 0 } names)
        {
            TakeNames(names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), SensorSettings.InterfacesVariable);
        }
        foreach (var (variable, text) in environment.Where(pair => pair.Key.StartsWith(VariablePrefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (variable is PathVariable or SensorSettings.InterfacesVariable || text.Length == 0)
            {
                continue;
            }
            if (!TakeOver(setting => setting.Variable == variable, setting => setting.IsList ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text], variable))
            {
                var known = SensorSettings.All.Concat(InterfaceSettings.ForAll).Select(setting => setting.Variable).Append(SensorSettings.InterfacesVariable);
                _remarks.Add($"{variable}: there is no such variable, it is not heeded{(NearestWord.Find(variable, known) is { } word ? $": {word}?" : "")}");
            }
        }
    }

    private void TakeFlags(IReadOnlyList<GivenFlag> flags)
    {
        foreach (var given in flags.Where(given => given.Flag == SensorSettings.InterfacesFlag))
        {
            TakeNames(given.Texts, given.Flag);
        }
        foreach (var given in flags.Where(given => given.Flag != SensorSettings.InterfacesFlag))
        {
            _ = TakeOver(setting => setting.Flag == given.Flag, _ => given.Texts, given.Flag);
        }
    }

    /// <summary>These and no others; those that the file knows keep what it says.</summary>
    private void TakeNames(IReadOnlyList<string> names, string over)
    {
        var known = Interfaces;
        Interfaces = [];
        foreach (var name in names)
        {
            var values = known.Find(candidate => candidate.Get(InterfaceSettings.Name) == name) ?? new SettingValues();
            values.Set(InterfaceSettings.Name, new SettingValue([name], over, over));
            Interfaces.Add(values);
        }
    }

    private bool TakeOver(Predicate<Setting> isMeant, Func<Setting, IReadOnlyList<string>> texts, string over)
    {
        if (SensorSettings.All.FirstOrDefault(setting => isMeant(setting)) is { } setting)
        {
            Sensor.Set(setting, new SettingValue(texts(setting), over, over));
            return true;
        }
        if (InterfaceSettings.ForAll.FirstOrDefault(each => isMeant(each)) is { } shared)
        {
            Interfaces.ForEach(values => values.Set(shared, new SettingValue(texts(shared), over, over)));
            return true;
        }
        return false;
    }

    private void Check()
    {
        Sensor.AddErrors(_errors);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var values in Interfaces)
        {
            values.AddErrors(_errors);
            var name = values[InterfaceSettings.Name]!;
            if (!names.Add(name.Texts[0]))
            {
                _errors.Add($"{name.Origin}: {OneLine.Of(name.Texts[0])}: this interface is named twice: name it once");
            }
            CheckRecording(values);
        }
        // One wrong word of the environment or a flag is in every interface.
        var all = _errors.Distinct().ToList();
        _errors.Clear();
        _errors.AddRange(all);
    }

    private void CheckRecording(SettingValues values)
    {
        // What is by default may stand there: it is printed so.
        var given = InterfaceSettings.All.Where(setting => setting.Key.StartsWith("record.", StringComparison.Ordinal) && values[setting] is { Texts: [var text] } && text != setting.Initial)
            .Select(setting => values[setting]).OfType<SettingValue>().FirstOrDefault();
        if (given is not null && values[InterfaceSettings.RecordFolder] is null)
        {
            _errors.Add($"{given.Origin}: nothing is recorded without record.folder: write where to, or leave this out");
        }
        if (values.Get(InterfaceSettings.RotateSize) > values.Get(InterfaceSettings.MostBytes))
        {
            var origin = (values[InterfaceSettings.RotateSize] ?? values[InterfaceSettings.MostBytes])!.Origin;
            _errors.Add($"{origin}: record.rotate-size is more than record.max-size: not one file would fit");
        }
    }
}
