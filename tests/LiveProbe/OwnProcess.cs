using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TrafficClassifier.LiveProbe;

/// <summary>What this process costs, and other programs for it.</summary>
internal static unsafe partial class OwnProcess
{
    /// <summary>Of this thread, user and kernel.</summary>
    public static TimeSpan ThreadTime
    {
        get
        {
            const int threadCpuTime = 3; // linux/time.h, CLOCK_THREAD_CPUTIME_ID
            var time = stackalloc long[2];
            return GetTime(threadCpuTime, time) == 0 ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / 100) : throw new CheckFailedException("no clock");
        }
    }

    public static string Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
