using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TrafficClassifier.Server.Output;

/// <summary>A meter in the text format of Prometheus, version 0.0.4: names with underscores, units and <c>_total</c> as OpenTelemetry maps them.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Of(Meter meter)
    {
        var families = new SortedDictionary<string, (string Head, StringBuilder Lines)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(families, instrument, value.ToString(CultureInfo.InvariantCulture), labels));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(families, instrument, value.ToString(CultureInfo.InvariantCulture), labels));
        listener.Start();
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (head, lines) in families.Values)
        {
            text.Append(head).Append(lines);
        }
        return text.ToString();
    }

    private static void Add(SortedDictionary<string, (string Head, StringBuilder Lines)> families, Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var isCounter = instrument is ObservableCounter<long>;
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = $"{instrument.Name.Replace('.', '_')}{unit}{(isCounter ? "_total" : "")}";
        if (!families.TryGetValue(name, out var family))
        {
            family = ($"# HELP {name} {instrument.Description}\n# TYPE {name} {(isCounter ? "counter" : "gauge")}\n", new StringBuilder());
            families.Add(name, family);
        }
        family.Lines.Append(name);
        foreach (var (label, of) in labels)
        {
            family.Lines.Append(CultureInfo.InvariantCulture, $"{{{label}=\"{Escaped(of?.ToString() ?? "")}\"}}");
        }
        family.Lines.Append(' ').Append(value).Append('\n');
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
