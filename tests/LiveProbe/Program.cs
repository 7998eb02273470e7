using TrafficClassifier.LiveProbe.Checks;

namespace TrafficClassifier.LiveProbe;

/// <summary>
/// LiveProbe ENGINE [CHECK…] runs the checks in the network namespace that it was started in, which it fills with interfaces of its own:
/// <c>unshare -rn dotnet LiveProbe.dll ring</c>. One line for each: "ok NAME" or "failed NAME: why".
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var engine, .. var names] || !Engines.All.TryGetValue(engine, out var open))
        {
            Console.Error.WriteLine($"usage: LiveProbe {string.Join('|', Engines.All.Keys)} [CHECK…]");
            return 2;
        }
        Wire.PrepareNamespace();
        var failed = 0;
        foreach (var (name, check) in CheckList.For(engine).Where(check => names.Length == 0 || names.Contains(check.Key)))
        {
            var why = Try(check, open);
            failed += why is null ? 0 : 1;
            Console.WriteLine(why is null ? $"ok {name}" : $"failed {name}: {why.ReplaceLineEndings(" ")}");
        }
        return failed == 0 ? 0 : 1;
    }

    private static string? Try(Action<Bench> check, Func<Capture.Live.EngineOptions, Capture.Live.ICaptureEngine> open)
    {
        try
        {
            using var wire = Wire.Make();
            check(new Bench(wire, open));
            return null;
        }
        catch (CheckFailedException fault)
        {
            return fault.Message;
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }
    }
}
