using System.IO.Compression;

namespace TrafficClassifier.Tests.Storage;

/// <summary>Files of the first version of the store: <c>traffic replay captures/office-lan --zone UTC --k 1 --store DIR</c> at commit "a file of the first version".</summary>
internal static class StoreFixture
{
    public static void Unpack(string folder)
    {
        foreach (var name in new[] { "counts", "people" })
        {
            using var packed = File.OpenRead(Path.Combine(Repository.Root, "tests/TrafficClassifier.Tests/Storage/Fixtures", name + "-v1.db.gz"));
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            using var file = File.Create(Path.Combine(folder, name + ".db"));
            unpacked.CopyTo(file);
        }
    }
}
