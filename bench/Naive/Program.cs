using System.Globalization;

namespace Naive;

/// <summary>
/// What somebody writes first who wants to know who looked up and visited what: SharpPcap, PacketDotNet, a dictionary of sets.
/// <c>Naive FILE [--names | --passes N]</c>: names as lines of "dns" or "tls", a tab and the name; or what each pass costs.
/// </summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is not [var path, .. var rest])
        {
            Console.Error.WriteLine("usage: Naive FILE [--names | --passes N]");
            return 2;
        }
        using var output = rest is ["--names"] ? new StreamWriter(Console.OpenStandardOutput()) : null;
        var passes = rest is ["--passes", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
        for (var pass = 0; pass < passes; pass++)
        {
            var start = Environment.CpuUsage.TotalTime;
            var visits = new VisitCounter(output);
            visits.Read(path);
            var spent = Environment.CpuUsage.TotalTime - start;
            if (output is null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{visits.Frames} frames, {spent.TotalNanoseconds / visits.Frames:0.0} ns a frame, {visits.Lookups} look-ups, {visits.Connections} connections, {visits.Names} names"));
            }
        }
        return 0;
    }
}
