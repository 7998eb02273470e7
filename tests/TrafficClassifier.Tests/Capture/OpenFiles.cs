namespace TrafficClassifier.Tests.Capture;

/// <summary>What this process holds open.</summary>
internal static class OpenFiles
{
    public static int Below(string folder) => Directory.GetFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);
}
