using System.Text.Json;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Output;

/// <summary>The state of the daemon for machines.</summary>
internal static class StatusJson
{
    private static readonly JsonWriterOptions _options = new() { Indented = true };

    /// <summary>In place of the old one, whole at any time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(SensorStatus status, string path)
    {
        var part = path + ".part";
        using (var file = File.Create(part))
        {
            Write(status, file);
        }
        File.Move(part, path, overwrite: true);
    }

    public static void Write(SensorStatus status, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, _options);
        json.WriteStartObject();
        json.WriteString("name", status.Name);
        json.WriteString("started", status.Started);
        json.WriteString("now", status.Now);
        json.WriteStartArray("interfaces");
        foreach (var line in status.Interfaces)
        {
            Write(json, line);
        }
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var (problem, since, text) in status.Problems)
        {
            json.WriteStartObject();
            json.WriteString("problem", StatusText.Key(problem));
            json.WriteString("since", since);
            json.WriteString("text", text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("softnet_dropped", status.Softnet.Dropped);
        json.WriteNumber("softnet_squeezed", status.Softnet.Squeezed);
        json.WriteStartObject("frames");
        foreach (var (outcome, frames) in status.Outcomes)
        {
            json.WriteNumber(StatementText.Of(outcome), frames);
        }
        json.WriteEndObject();
        json.WriteStartObject("figures");
        foreach (var (name, value) in status.Figures)
        {
            json.WriteNumber(name, value);
        }
        json.WriteEndObject();
        WriteStore(json, status);
        json.WriteNumber("clock_steps", status.Clock.Steps);
        json.WriteNumber("clock_last_step_seconds", status.Clock.Last.TotalSeconds);
        json.WriteNumber("lag_seconds", status.Lag.TotalSeconds);
        json.WriteNumber("memory_bytes", status.MemoryBytes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InterfaceStatus line)
    {
        json.WriteStartObject();
        json.WriteString("name", line.Name);
        json.WriteString("engine", StatusText.Of(line.Engine?.Kind));
        json.WriteString("engine_reason", line.Engine?.Reason);
        json.WriteString("prefilter", StatusText.Of(line.Prefilter?.Kind));
        json.WriteString("prefilter_reason", line.Prefilter?.Reason);
        json.WriteNumber("workers", line.Workers);
        json.WriteString("condition", StatusText.Of(line.State.Condition));
        json.WriteString("since", line.State.Since);
        json.WriteString("reason", line.State.Reason);
        json.WriteNumber("restarts", line.Restarts);
        json.WriteNumber("faults", line.Faults);
        json.WriteString("last_fault", line.State.LastFault);
        json.WriteNumber("received", line.Received);
        json.WriteNumber("dropped", line.Loss.InRing);
        json.WriteNumber("dropped_before_ring", line.Loss.BeforeRing);
        json.WriteNumber("kept_away", line.Loss.KeptAway);
        json.WriteNumber("freezes", line.Loss.Freezes);
        json.WriteNumber("seconds_not_captured", line.Loss.SecondsNotCaptured);
        json.WriteNumber("card_received", line.Card?.Received ?? 0);
        json.WriteNumber("card_errors", line.Card?.Errors ?? 0);
        json.WriteStartArray("recordings");
        foreach (var recording in line.Recordings)
        {
            json.WriteStartObject();
            json.WriteString("file", recording.File);
            json.WriteNumber("recorded", recording.Recorded);
            json.WriteNumber("unrecorded", recording.Unrecorded);
            json.WriteNumber("files", recording.FilesDone);
            json.WriteNumber("deleted", recording.FilesDeleted);
            json.WriteString("problem", recording.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStore(Utf8JsonWriter json, SensorStatus status)
    {
        if (status.Store is not { } store)
        {
            json.WriteNull("store");
            return;
        }
        json.WriteStartObject("store");
        json.WriteNumber("transactions", store.Batches);
        json.WriteNumber("minutes", store.Buckets);
        json.WriteNumber("checkpoints", store.Checkpoints);
        json.WriteNumber("waiting", store.Waiting);
        json.WriteNumber("failures", store.Failures);
        json.WriteNumber("lost", store.Lost);
        json.WriteString("fault", store.Fault);
        json.WriteEndObject();
    }
}
