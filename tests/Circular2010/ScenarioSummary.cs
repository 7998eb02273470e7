using System.Globalization;
using System.Text;
using Circular2010.Results;

namespace Circular2010;

/// <summary>What was written.</summary>
public sealed record ScenarioSummary
{
    public required int Seed { get; init; }

    /// <summary>Distinct staff on Facebook between 08:00 and 09:00 on at least one of 4 to 8 January.</summary>
    public required int Visitors { get; init; }

    public required int Headcount { get; init; }

    public required int Frames { get; init; }

    public required long UncompressedBytes { get; init; }

    public required long CaptureBytes { get; init; }

    public required int Devices { get; init; }

    public required int Addresses { get; init; }

    /// <summary>The rows of traps.csv.</summary>
    public required IReadOnlyList<TrapRow> Traps { get; init; }

    /// <summary>A row's number by its name in traps.csv, for tests.</summary>
    public int this[string trap] => Traps.First(row => row.Trap == trap).CountIfMishandled
        ?? throw new KeyNotFoundException($"'{trap}' has no count.");

    public override string ToString()
    {
        StringBuilder text = new();
        double percent = Headcount == 0 ? 0 : 100.0 * Visitors / Headcount;
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {Seed}: {Visitors} of {Headcount} staff ({percent:F2} %)");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Frames} frames, {UncompressedBytes} bytes, {CaptureBytes} compressed; {Devices} devices, {Addresses} addresses");
        foreach (TrapRow row in Traps)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Trap,-66}{row.People,6}{row.CountIfMishandled,8}");
        }

        return text.ToString();
    }
}
