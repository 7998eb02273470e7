using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;

namespace TrafficClassifier.Capture;

/// <summary>What the arguments of a command stand for: files, all files below folders, files that match a pattern, standard input.</summary>
public sealed class CaptureInputs
{
    private readonly List<string> _files = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _realFolders = new(StringComparer.Ordinal);
    private readonly List<string> _folders = [];
    private readonly List<string> _missing = [];

    /// <summary>Each file once, in the order of the arguments, folders sorted by name.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Folders given as arguments: they may hold a directory, leases and holidays beside the captures.</summary>
    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Arguments that stand for nothing.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Files that were named by themselves: such a file must be a capture, others may be skipped.</summary>
    public bool IsNamed(string file) => _named.Contains(Identity(file));

    public static CaptureInputs Expand(IEnumerable<string> arguments)
    {
        var inputs = new CaptureInputs();
        foreach (var argument in arguments)
        {
            inputs.Expand(argument);
        }
        return inputs;
    }

    private void Expand(string argument)
    {
        if (argument == CaptureOpener.StandardInput || File.Exists(argument))
        {
            _named.Add(Identity(argument));
            Add(argument);
        }
        else if (Directory.Exists(argument))
        {
            _folders.Add(argument);
            // A pipe that lies in a folder would be waited for without end; it must be named.
            foreach (var file in FilesBelow(argument).Where(file => !File.Exists(file) || new FileInfo(file).Length > 0).Order(StringComparer.Ordinal))
            {
                Add(file);
            }
        }
        else if (argument.AsSpan().ContainsAny('*', '?'))
        {
            ExpandPattern(argument);
        }
        else
        {
            _missing.Add(argument);
        }
    }

    private void ExpandPattern(string pattern)
    {
        // The folder in front of the first wildcard is where the matching starts.
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        var slash = pattern.LastIndexOf('/', wildcard);
        var root = slash < 0 ? "." : slash == 0 ? "/" : pattern[..slash];
        if (!Directory.Exists(root))
        {
            _missing.Add(pattern);
            return;
        }
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern[(slash + 1)..]);
        var found = matcher.GetResultsInFullPath(root).Order(StringComparer.Ordinal).ToList();
        if (found.Count == 0)
        {
            _missing.Add(pattern);
        }
        foreach (var file in found)
        {
            Add(slash < 0 ? Path.GetRelativePath(".", file) : Path.Combine(root, Path.GetRelativePath(root, file)));
        }
    }

    /// <summary>Does not follow links to folders: they may lead back.</summary>
    private static FileSystemEnumerable<string> FilesBelow(string folder) =>
        new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.None,
        })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };

    private void Add(string file)
    {
        if (_seen.Add(Identity(file)))
        {
            _files.Add(file);
        }
    }

    /// <summary>The path without links, so that a file behind two names is read once.</summary>
    private string Identity(string file)
    {
        if (file == CaptureOpener.StandardInput)
        {
            return file;
        }
        var full = Path.GetFullPath(file);
        full = Path.Combine(RealFolder(Path.GetDirectoryName(full)!), Path.GetFileName(full));
        return Target(new FileInfo(full)) is { } target ? Identity(target) : full;
    }

    private string RealFolder(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
        {
            return folder;
        }
        if (!_realFolders.TryGetValue(folder, out var real))
        {
            real = Path.Combine(RealFolder(parent), Path.GetFileName(folder));
            real = Target(new DirectoryInfo(real)) is { } target ? RealFolder(Path.GetFullPath(target)) : real;
            _realFolders.Add(folder, real);
        }
        return real;
    }

    /// <summary>Where a link leads; null for what is none, and for links of the kernel's to what has no path (/dev/fd/63).</summary>
    private static string? Target(FileSystemInfo entry) =>
        entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? target.FullName : null;
}
