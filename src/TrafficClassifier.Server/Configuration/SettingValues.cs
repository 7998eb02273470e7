namespace TrafficClassifier.Server.Configuration;

/// <summary>What the settings of the sensor, or of one interface, were given; a later word takes the place of an earlier one.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<Setting, SettingValue> _values = [];

    public SettingValue? this[Setting setting] => _values.GetValueOrDefault(setting);

    public void Set(Setting setting, SettingValue value) => _values[setting] = value;

    public T? Get<T>(Setting<T> setting) => setting.Parse(_values.TryGetValue(setting, out var value) ? value.Texts[0] : setting.Initial);

    /// <summary>Empty where nothing was said and nothing is by default.</summary>
    public IReadOnlyList<string> Texts(Setting setting) => _values.TryGetValue(setting, out var value) ? value.Texts : setting.Initial.Length == 0 ? [] : [setting.Initial];

    public void AddErrors(List<string> errors)
    {
        foreach (var (setting, value) in _values)
        {
            errors.AddRange(value.Texts.Where(text => !setting.IsRight(text)).Select(text => $"{value.Origin}: '{OneLine.Of(text)}': {setting.Remedy}"));
        }
    }
}
