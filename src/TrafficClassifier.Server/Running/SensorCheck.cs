using System.Text.Json;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Identity;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Commands;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// Tries what the daemon will do, and says what it found: on the output what is well or could be better, with the line to type; among the errors
/// what it would not run with, or not keep. An interface is opened as the daemon opens it, for a moment.
/// </summary>
internal sealed class SensorCheck(Terminal terminal)
{
    private bool _failed;

    /// <returns>Whether the daemon would run, and keep what it counts.</returns>
    public bool Run(SensorOptions options)
    {
        CheckInputs(options);
        foreach (var face in options.Interfaces)
        {
            CheckInterface(face, options);
            CheckFolder($"{face.Name}: recording", face.Record?.Folder);
        }
        CheckFolder("store", options.Store);
        CheckFolder("status", options.Status is { } status ? Path.GetDirectoryName(Path.GetFullPath(status)) : null);
        CheckServe(options);
        CheckRunning(options);
        if (options.Store is null)
        {
            Say("store: none is named: what is counted is gone when the daemon ends (store: folder: /var/lib/traffic-classifier)");
        }
        return !_failed;
    }

    private void CheckInputs(SensorOptions options)
    {
        try
        {
            var inputs = SensorInputs.Read(options);
            var book = new AddressBook(new DeviceTable());
            List<InputError> errors = [.. inputs.Errors];
            InputOptions.TakeLeases(options.Leases, book, errors);
            errors.ForEach(error => Fail(error.ToString()));
            Say($"catalog: {inputs.Catalog.Sites.Count} sites, {inputs.Catalog.Rules.Count} domains");
            Say(inputs.Directory is { } directory ? $"directory: {directory.Staff.Count} staff in {directory.Departments.Count} departments" : "directory: none, devices or addresses will be counted");
            Say($"calendar: {options.Zone.Id}, {inputs.Calendar.HolidayCount} holidays");
            Say($"leases: {book.Leases.Count} of {book.Devices.Count} devices; sessions: {book.Sessions.Count}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or UsageException)
        {
            Fail(fault.Message);
        }
    }

    private void CheckServe(SensorOptions options)
    {
        try
        {
            options.Serve?.Check();
            _ = options.Serve?.Tokens is { } tokens ? TokenFile.Read(tokens) : null;
            foreach (var (what, address) in new[] { ("gRPC", options.Serve?.Grpc), ("JSON", options.Serve?.Http) })
            {
                Say(address is null ? $"{what}: not served" : $"{what}: {address}{(options.Serve!.Certificate is null ? "" : ", TLS")}");
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException or UsageException)
        {
            Fail(fault.Message);
        }
    }

    /// <summary>A daemon that runs with this configuration tells its problems in the file of its state, each second.</summary>
    private void CheckRunning(SensorOptions options)
    {
        if (options.Status is not { } path || !File.Exists(path) || DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > TimeSpan.FromSeconds(10))
        {
            return;
        }
        try
        {
            using var state = JsonDocument.Parse(File.ReadAllBytes(path));
            var problems = state.RootElement.GetProperty("problems").EnumerateArray().ToList();
            Say($"the daemon that runs: {(problems.Count == 0 ? "no problem" : $"{problems.Count} problems")}");
            problems.ForEach(problem => Fail($"the daemon that runs: {problem.GetProperty("problem").GetString()?.Replace('_', ' ')} since {problem.GetProperty("since").GetDateTimeOffset().LocalDateTime:yyyy-MM-dd HH:mm:ss}: {problem.GetProperty("text").GetString()}"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Fail($"status: {path}: not the state of a daemon of this version: {fault.Message}");
        }
    }

    private void CheckInterface(InterfaceOptions face, SensorOptions options)
    {
        var isFatal = false;
        foreach (var finding in OperatingSystem.IsLinux() ? InterfaceCheck.Check(InterfaceReader.Read(face.Name), face.HardwareTimestamps) : [])
        {
            var line = finding.Command is { } command ? $"{finding.Text}: {command}" : finding.Text;
            isFatal |= finding.IsFatal;
            (finding.IsFatal ? (Action<string>)Fail : Say)(line);
        }
        if (isFatal)
        {
            return;
        }
        // XDP takes the port's traffic away from whoever has it now: another daemon, perhaps.
        var isXdp = face.Prefilter == PrefilterKind.Xdp;
        using var capture = new InterfaceCapture(isXdp ? face with { Prefilter = PrefilterKind.Automatic } : face, options.Tunnels, (ushort)Environment.ProcessId, CancellationToken.None);
        capture.Open();
        var refusal = capture.Try();
        capture.Join();
        if (refusal is not null)
        {
            Fail(refusal);
            return;
        }
        if (capture.Engine is { } engine)
        {
            Say($"{face.Name}: engine {StatusText.Of(engine.Kind)}{Because(engine.Reason)}, {face.Workers} x {face.RingBytes >> 20} MiB");
        }
        if (capture.Prefilter is { } prefilter)
        {
            Say(isXdp ? $"{face.Name}: prefilter xdp: not tried, as it would take the port; else {StatusText.Of(prefilter.Kind)}" : $"{face.Name}: prefilter {StatusText.Of(prefilter.Kind)}{Because(prefilter.Reason)}");
        }
    }

    /// <summary>One that is not there yet will be made in the nearest one that is.</summary>
    private void CheckFolder(string what, string? folder)
    {
        if (folder is null)
        {
            return;
        }
        var there = Path.GetFullPath(folder);
        while (!Directory.Exists(there) && !File.Exists(there) && Path.GetDirectoryName(there) is { } above)
        {
            there = above;
        }
        if (File.Exists(there))
        {
            Fail($"{what}: {folder}: nothing can be written there: {there} is a file");
            return;
        }
        try
        {
            File.Create(Path.Combine(there, $".traffic-check-{Environment.ProcessId}"), 1, FileOptions.DeleteOnClose).Dispose();
            var free = new DriveInfo(there).AvailableFreeSpace;
            Say($"{what}: {folder}: {(there == Path.GetFullPath(folder) ? "there" : "will be made")}, {free >> 30} GiB free");
            if (free < SensorHealth.LeastFreeBytes)
            {
                Fail($"{what}: {folder}: {free >> 20} MiB are free: make room for {SensorHealth.LeastFreeBytes >> 20} MiB at least");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fail($"{what}: {folder}: nothing can be written there: {fault.Message}");
        }
    }

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";

    private void Say(string line) => terminal.Output.WriteLine(line);

    private void Fail(string line)
    {
        _failed = true;
        terminal.Error.WriteLine($"traffic: {line}");
    }
}
