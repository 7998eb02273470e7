namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>Files in which the kernel tells what it counts.</summary>
internal static class KernelText
{
    /// <returns>None where the file cannot be read.</returns>
    public static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
