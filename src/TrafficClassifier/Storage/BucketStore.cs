using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>
/// Keeps the buckets of one replay in a folder: <c>buckets.bin</c>, and <c>store.json</c> that says what their numbers mean. Nobody's name
/// and no device is in it: people are positions. The folder changes only when the replay has ended; what a killed one left does no harm.
/// </summary>
public sealed class BucketStore : IBucketSink, IDisposable
{
    private const string BucketsName = "buckets.bin";
    private const string DescriptionName = "store.json";
    private readonly string _folder;
    private readonly FileStream _output;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private long _count;

    private BucketStore(string folder)
    {
        _folder = folder;
        _output = new FileStream(Path.Combine(folder, BucketsName + ".new"), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
    }

    /// <summary>Begins a store. A folder that holds buckets of other captures is refused: they would be lost.</summary>
    /// <param name="folder">Made when it is not there.</param>
    /// <param name="inputs">What the buckets come from; the same captures may be stored again in their own place.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static BucketStore Create(string folder, string inputs)
    {
        Directory.CreateDirectory(folder);
        var description = Path.Combine(folder, DescriptionName);
        if (File.Exists(description) && StoreDescription.Read(description).Inputs != inputs)
        {
            throw new InvalidDataException($"{folder} holds the buckets of other captures: name another folder, or delete it");
        }
        return new BucketStore(folder);
    }

    /// <summary>Shows every bucket of a store to a sink that is made from the store's own description.</summary>
    /// <exception cref="IOException">There is no store, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is corrupt, or of a newer version.</exception>
    public static StoreDescription Describe(string folder)
    {
        var path = Path.Combine(folder, DescriptionName);
        return File.Exists(path) ? StoreDescription.Read(path) : throw new IOException($"{folder} holds no store: make one with traffic replay --store {folder}");
    }

    public static void Read(string folder, StoreDescription description, IBucketSink sink)
    {
        ArgumentNullException.ThrowIfNull(description);
        var path = Path.Combine(folder, BucketsName);
        if (BucketFile.ReadAll(path, description.Sites.Count, description.Kinds.Count, sink) != description.BucketCount)
        {
            throw new InvalidDataException($"{path}: some of its {description.BucketCount} buckets are missing");
        }
    }

    public void Accept(UsageBucket bucket)
    {
        BucketFile.Write(bucket, _buffer, _output);
        _count++;
    }

    /// <summary>Puts the new buckets in the place of the old ones.</summary>
    public void Complete(StoreDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        _output.Flush(flushToDisk: true);
        _output.Dispose();
        var path = Path.Combine(_folder, DescriptionName);
        File.Delete(path); // from here to the last line the folder holds no store, rather than a wrong one
        File.Move(Path.Combine(_folder, BucketsName + ".new"), Path.Combine(_folder, BucketsName), overwrite: true);
        (description with { BucketCount = _count }).Write(path + ".new");
        File.Move(path + ".new", path);
    }

    public void Dispose() => _output.Dispose();
}
