using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TrafficClassifier.Bench;

/// <summary>Pins this process, and so its children, to one processor: the compiler's threads too share what the frames have.</summary>
internal static partial class Processor
{
    public static void Pin(int processor)
    {
        var mask = 1UL << processor;
        foreach (var task in Directory.GetDirectories("/proc/self/task"))
        {
            if (SetAffinity(int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), sizeof(ulong), in mask) != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError(), $"processor {processor}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAffinity(int task, nint length, in ulong mask);
}
