namespace TrafficClassifier.Tests;

/// <summary>Where the repository stands: found upward from the test's own files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Capture(string name) => Path.Combine(Root, "captures", name);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("not inside the repository");
        }
        return folder.FullName;
    }
}
