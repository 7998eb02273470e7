using System.Globalization;
using System.Text;

namespace TrafficClassifier.Server.Configuration;

/// <summary>Prints what holds as a file that says the same.</summary>
internal static class ConfigurationPrinter
{
    private const string Head = """
        # The configuration of traffic run. It is read from /etc/traffic-classifier/traffic.yaml, or from where --config or TRAFFIC_CONFIG says.
        # Flags go before the environment, that before this file, and this file before what is by default. In the environment a key
        # is TRAFFIC_ and the key in capitals, with _ for - and for sections (TRAFFIC_STORE_FOLDER); lists have commas between.
        # Those of an interface are without 'interfaces' (TRAFFIC_WORKERS) and for all of them. Paths are relative to this file. Empty: nothing.
        """;

    private const string Example = "mirror0";

    public static string Print(SensorConfiguration configuration)
    {
        var text = new StringBuilder(Head).Append("\n\n");
        Add(text, [SensorSettings.Name], configuration.Sensor, "", "");
        text.Append("# What is captured. Each has:\n");
        if (configuration.Interfaces.Count == 0)
        {
            text.Append("interfaces: []\n");
            var example = new SettingValues();
            example.Set(InterfaceSettings.Name, new SettingValue([Example], "", null));
            AddInterface(text, example, "# ");
        }
        else
        {
            text.Append("interfaces:\n");
            configuration.Interfaces.ForEach(values => AddInterface(text, values, ""));
        }
        text.Append('\n');
        Add(text, SensorSettings.All.Skip(1), configuration.Sensor, "", "");
        return text.ToString();
    }

    private static void AddInterface(StringBuilder text, SettingValues values, string mark)
    {
        var lines = new StringBuilder();
        Add(lines, InterfaceSettings.All.Skip(1), values, mark, "    ");
        var name = values[InterfaceSettings.Name]!;
        text.Append(mark).Append("  - name: ").Append(YamlText.Of(name.Texts[0])).Append(From(name)).Append('\n').Append(lines);
    }

    private static void Add(StringBuilder text, IEnumerable<Setting> settings, SettingValues values, string mark, string indent)
    {
        var within = "";
        foreach (var setting in settings)
        {
            var (section, key) = setting.Key.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? (setting.Key[..dot], setting.Key[(dot + 1)..]) : ("", setting.Key);
            if (section != within && section.Length != 0)
            {
                text.Append(mark).Append(indent).Append(section).Append(":\n");
            }
            within = section;
            var margin = mark + indent + (section.Length == 0 ? "" : "  ");
            text.Append(margin).Append("# ").Append(setting.Comment).Append('\n').Append(margin).Append(key).Append(':');
            AddValue(text, setting, values, margin);
            if (indent.Length == 0 && section.Length == 0)
            {
                text.Append('\n');
            }
        }
    }

    private static void AddValue(StringBuilder text, Setting setting, SettingValues values, string margin)
    {
        var (given, texts) = (values[setting], values.Texts(setting));
        if (setting.IsList && texts.Count != 0)
        {
            text.Append(From(given)).Append('\n');
            foreach (var each in texts)
            {
                text.Append(CultureInfo.InvariantCulture, $"{margin}  - {YamlText.Of(each)}\n");
            }
            return;
        }
        text.Append(setting.IsList ? " []" : texts.Count == 0 ? "" : " " + YamlText.Of(texts[0])).Append(From(given)).Append('\n');
    }

    private static string From(SettingValue? value) => value?.Over is { } over ? $"  # {over}" : "";
}
