using System.Text;
using System.Text.Json;
using TrafficClassifier.Server;

namespace TrafficClassifier.Tests.Server;

/// <summary>The executable, run inside the test.</summary>
internal sealed record Traffic(int Status, string Output, string Error)
{
    public static Traffic Run(params string[] arguments)
    {
        var bytes = new MemoryStream();
        var output = new StreamWriter(bytes, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(output, error, bytes, isInteractive: false);
        var status = Program.Run(arguments, terminal);
        return new Traffic(status, Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    /// <summary>Runs what must succeed and reads the JSON it prints.</summary>
    public static JsonElement Json(params string[] arguments)
    {
        var run = Run([.. arguments, "--format", "json"]);
        Assert.Equal((0, ""), (run.Status, run.Status == 0 ? "" : run.Error));
        return JsonDocument.Parse(run.Output).RootElement;
    }

    public static string[] Lan(params string[] more) => ["replay", Repository.Capture("office-lan"), "--zone", "UTC", .. more];

    public static string[] Week(params string[] more) => ["replay", Repository.Capture("circular-2010"), "--zone", "Asia/Kuala_Lumpur", .. more];
}
