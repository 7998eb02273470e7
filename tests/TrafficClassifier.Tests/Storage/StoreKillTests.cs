using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Server;

namespace TrafficClassifier.Tests.Storage;

/// <summary>
/// A process that counts is killed at random instants: while it ingests, folds, applies retention, and brings a store forward. With
/// STORE_KILLS=200 as often as the promise asks: <c>STORE_KILLS=200 dotnet test -c Release --filter StoreKillTests</c>.
/// </summary>
public sealed partial class StoreKillTests
{
    private const string Events = "330000";

    private static readonly int _kills = int.Parse(Environment.GetEnvironmentVariable("STORE_KILLS") ?? "40", CultureInfo.InvariantCulture);

    [RequiresFact]
    public void Whoever_goes_on_from_the_last_position_ends_with_the_same_answers()
    {
        using var whole = new TemporaryFolder();
        StoreFixture.Unpack(whole.Path);
        Assert.Equal(0, Finish(whole.Path));
        using var killed = new TemporaryFolder();
        StoreFixture.Unpack(killed.Path);
        var random = new Random(5);
        var (kills, ended) = (0, 0);
        while (kills < _kills)
        {
            using var process = Start(killed.Path);
            // Beginning a store, and bringing it forward, takes the first part of a life; most is ingest.
            if (process.WaitForExit(random.Next(kills % 4 == 0 ? 150 : 600)))
            {
                // It was done: from the start again, with what this many kills have left.
                Assert.Equal(0, process.ExitCode);
                AssertSame(whole.Path, killed.Path);
                ended++;
                Directory.Delete(killed.Path, recursive: true);
                Directory.CreateDirectory(killed.Path);
                StoreFixture.Unpack(killed.Path);
                continue;
            }
            process.Kill();
            process.WaitForExit();
            kills++;
        }
        Assert.Equal(0, Finish(killed.Path));
        AssertSame(whole.Path, killed.Path);
    }

    [RequiresFact]
    public void A_killed_replay_that_runs_again_ends_with_the_same_answers()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        for (var i = 0; i < Math.Max(3, _kills / 10); i++)
        {
            using var process = Process.Start(Child("traffic.dll", Traffic.Week("--store", folder.Path)))!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit(random.Next(300, 1200));
            process.Kill();
            process.WaitForExit();
        }
        string[] question = ["--k", "1", "--by", "department,day,hour", "--format", "json"];
        var replay = Traffic.Run(Traffic.Week(["--store", folder.Path, .. question]));
        Assert.Equal(replay.Output, Traffic.Run(["report", "--store", folder.Path, .. question]).Output);
        Assert.Equal(Traffic.Run(Traffic.Week(question)).Output, replay.Output);
    }

    private static void AssertSame(string whole, string killed)
    {
        foreach (var question in new[] { "--k 1 --by department,day", "--k 1 --by site,day --evidence lookup", "--k 1 --from 2010-01-05 --to 2010-01-06 --by department,hour --site Facebook", "" })
        {
            var (left, right) = (Ask(whole, question), Ask(killed, question));
            Assert.Contains("\"count\"", left, StringComparison.Ordinal);
            Assert.Equal(left, right);
        }
    }

    /// <summary>How many lives had a minute open is all that may differ.</summary>
    private static string Ask(string folder, string question)
    {
        var run = Traffic.Run(["report", "--store", folder, "--format", "json", .. question.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        return Unclosed().Replace(run.Output, "");
    }

    private static int Finish(string folder)
    {
        using var process = Start(folder);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(string folder) => Process.Start(Child("StoreKill.dll", folder, Events))!;

    private static ProcessStartInfo Child(string program, params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { RedirectStandardOutput = program[0] == 't', RedirectStandardError = program[0] == 't' };

    [GeneratedRegex("\"minutes_unclosed\": [0-9]+")]
    private static partial Regex Unclosed();
}
