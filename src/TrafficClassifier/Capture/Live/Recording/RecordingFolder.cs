using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TrafficClassifier.Capture.Live.Recording;

/// <summary>
/// The files of one recorder in its folder: <c>PREFIX-20260131T120000Z-000001.pcapng</c>, with <c>.part</c> behind until it is complete. A file
/// counts as a recorder's own, and may be deleted, only if its name is so and its header says who wrote it.
/// </summary>
internal sealed partial class RecordingFolder
{
    public const string Application = "traffic record", Unfinished = ".part";
    private const string Extension = ".pcapng";

    private readonly string _folder;
    private readonly string _prefix;
    private readonly SortedDictionary<string, long> _files = new(StringComparer.Ordinal);
    private long _number;

    /// <summary>Finds what earlier recorders left, and completes what they could not.</summary>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public RecordingFolder(string folder, string prefix)
    {
        _folder = folder;
        _prefix = prefix;
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList())
        {
            if (IsOwn(path) && (!path.EndsWith(Unfinished, StringComparison.Ordinal) || TryComplete(path)))
            {
                Add(WithoutPart(path));
            }
        }
    }

    /// <summary>Of complete files.</summary>
    public long Bytes { get; private set; }

    public long Deleted { get; private set; }

    /// <summary>By the time of its first frame; later names sort behind earlier ones as long as the clock does not step back.</summary>
    public string NextPath(Instant time)
    {
        var stamp = time.ToDateTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string path;
        do
        {
            path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{stamp}-{++_number:000000}{Extension}"));
        }
        while (File.Exists(path) || File.Exists(path + Unfinished));
        return path;
    }

    public void Add(string path)
    {
        var length = new FileInfo(path).Length;
        if (_files.TryAdd(path, length))
        {
            Bytes += length;
        }
    }

    /// <summary>Deletes the oldest files until so many of so many bytes at the most are left.</summary>
    public void Trim(int mostFiles, long mostBytes)
    {
        while (_files.Count > 0 && (_files.Count > mostFiles || Bytes > mostBytes))
        {
            var (path, length) = _files.First();
            _files.Remove(path);
            Bytes -= length;
            // Somebody may have put another file in its place.
            if (IsOwn(path))
            {
                File.Delete(path);
                Deleted++;
            }
        }
    }

    private static string WithoutPart(string path) => path.EndsWith(Unfinished, StringComparison.Ordinal) ? path[..^Unfinished.Length] : path;

    private bool IsOwn(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(_prefix + "-", StringComparison.Ordinal) && AfterPrefix().IsMatch(name.AsSpan(_prefix.Length)) && HasMark(path);
    }

    [GeneratedRegex(@"\A-\d{8}T\d{6}Z-\d{6,}\.pcapng(\.part)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex AfterPrefix();

    /// <summary>The section header's first option names the application (draft-ietf-opsawg-pcapng 4.1).</summary>
    private static bool HasMark(string path)
    {
        Span<byte> start = stackalloc byte[28 + Application.Length];
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(file, start, 0) == start.Length
                && BinaryPrimitives.ReadUInt32LittleEndian(start) == PcapngReader.SectionHeader
                && BinaryPrimitives.ReadUInt16LittleEndian(start[26..]) == Application.Length
                && System.Text.Encoding.ASCII.GetString(start[28..]) == Application;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Of a recorder that was killed: cut behind the last whole block. Not of one that still writes it: it has it locked.</summary>
    private static bool TryComplete(string path)
    {
        try
        {
            using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                file.SetLength(WholeBlocks(file));
            }
            File.Move(path, WithoutPart(path), overwrite: false);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long WholeBlocks(FileStream file)
    {
        long at = 0;
        Span<byte> head = stackalloc byte[8];
        while (true)
        {
            file.Position = at;
            if (file.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
            {
                return at;
            }
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (length < 12 || at + length > file.Length)
            {
                return at;
            }
            at += length;
        }
    }
}
