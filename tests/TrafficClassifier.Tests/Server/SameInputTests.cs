using System.Diagnostics;

namespace TrafficClassifier.Tests.Server;

/// <summary>The same frames give the same statement, however they come.</summary>
public sealed class SameInputTests
{
    private static readonly string _folder = Repository.Capture("circular-2010");

    private static readonly string[] _question = ["--staff", Path.Combine(_folder, "staff.csv"), "--leases", Path.Combine(_folder, "leases.csv"),
        "--holidays", Path.Combine(_folder, "holidays.txt"), "--zone", "Asia/Kuala_Lumpur", "--by", "department,day,hour", "--format", "json"];

    private static readonly Lazy<string> _whole = new(() => Ask(Path.Combine(_folder, "week.pcap.gz")));

    [Fact]
    public void Parts_by_time_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var parts = SplitCaptures.Write(folder, 3, (i, count) => i * 3 / count);

        Assert.Equal(_whole.Value, Ask(parts));
        Assert.Equal(_whole.Value, Ask([parts[1], parts[2], parts[0]]));
        Assert.Equal(_whole.Value, Ask(folder.Path));
    }

    [Fact]
    public void Parts_dealt_out_frame_by_frame_in_any_order()
    {
        using var folder = new TemporaryFolder();
        var parts = SplitCaptures.Write(folder, 3, (i, _) => i % 3);

        Assert.Equal(_whole.Value, Ask(parts));
        Assert.Equal(_whole.Value, Ask([parts[2], parts[0], parts[1]]));
    }

    [Fact]
    public async Task Standard_input()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "traffic.dll"), "replay", "-", .. _question])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(SplitCaptures.Week());
        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(_whole.Value, await output);
    }

    private static string Ask(params string[] captures)
    {
        var run = Traffic.Run(["replay", .. captures, .. _question]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        return run.Output;
    }
}
