using TrafficClassifier.LiveProbe;
using TrafficClassifier.LiveProbe.Checks;

// LiveProbe ENGINE [CHECK…]: runs the checks in the network namespace that it was started in, which it fills with interfaces of its own:
//   unshare -rn dotnet LiveProbe.dll ring
// One line for each: "ok NAME" or "failed NAME: why".
if (args is not [var engine, .. var names] || !Engines.All.TryGetValue(engine, out var open))
{
    Console.Error.WriteLine($"usage: LiveProbe {string.Join('|', Engines.All.Keys)} [CHECK…]");
    return 2;
}
var checks = CheckList.For(engine).Where(check => names.Length == 0 || names.Contains(check.Key)).ToList();
Wire.PrepareNamespace();
var failed = 0;
foreach (var (name, check) in checks)
{
    try
    {
        using var wire = Wire.Make();
        check(new Bench(wire, open));
        Console.WriteLine($"ok {name}");
    }
    catch (Exception fault)
    {
        failed++;
        Console.WriteLine($"failed {name}: {(fault is CheckFailedException ? fault.Message : fault.ToString()).ReplaceLineEndings(" ")}");
    }
}
return failed == 0 ? 0 : 1;
