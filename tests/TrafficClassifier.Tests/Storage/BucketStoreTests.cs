using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Tests.Server;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Storage;

/// <summary>A store that is damaged, of others, or half written.</summary>
public sealed class BucketStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BucketStoreTests() => Assert.Equal(0, Traffic.Run(Traffic.Lan("--store", _folder.Path)).Status);

    private string Buckets => _folder.File("buckets.bin");

    private string Description => _folder.File("store.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Buckets_that_are_cut_anywhere_are_refused()
    {
        var bytes = File.ReadAllBytes(Buckets);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Buckets, bytes[..length]);
            AssertOneLine(Assert.Throws<InvalidDataException>(Ask));
        }
        File.WriteAllBytes(Buckets, [.. bytes, 0]);
        Assert.Throws<InvalidDataException>(Ask);
    }

    [Fact]
    public void Buckets_with_any_byte_changed_are_refused_or_read()
    {
        var bytes = File.ReadAllBytes(Buckets);
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var change in new byte[] { 0x01, 0x80, 0xff })
            {
                var changed = bytes.ToArray();
                changed[at] ^= change;
                File.WriteAllBytes(Buckets, changed);
                AssertReadOrRefused();
            }
        }
    }

    [Fact]
    public void A_description_that_is_cut_or_changed_is_refused_or_read()
    {
        var bytes = File.ReadAllBytes(Description);
        // The sites' names in the middle are all alike.
        foreach (var at in Enumerable.Range(0, bytes.Length).Where(at => at < 400 || at > bytes.Length - 600))
        {
            File.WriteAllBytes(Description, bytes[..at]);
            AssertOneLine(Assert.Throws<InvalidDataException>(Ask));
            foreach (var value in "0-9\"n,[]x"u8.ToArray())
            {
                var changed = bytes.ToArray();
                changed[at] = value;
                File.WriteAllBytes(Description, changed);
                AssertReadOrRefused();
            }
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":\"1\"}")]
    [InlineData("")]
    public void What_is_no_description_is_refused(string text)
    {
        File.WriteAllText(Description, text);
        AssertOneLine(Assert.Throws<InvalidDataException>(Ask));
    }

    [Fact]
    public void A_newer_version_is_refused()
    {
        File.WriteAllText(Description, File.ReadAllText(Description).Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal));
        var run = Traffic.Run("report", "--store", _folder.Path);

        Assert.Equal((1, ""), (run.Status, run.Output));
        Assert.Equal($"traffic: {Description}: written by another version of this program (store version 3, this one reads 2)\n", run.Error);
    }

    [Fact]
    public void A_department_or_a_text_that_is_not_there_is_refused()
    {
        var text = File.ReadAllText(Description);
        foreach (var (old, changed) in new[] { ("\"staff\":[[0,", "\"staff\":[[7,"), ("\"staff\":[[0,", "\"staff\":[[-1,"), ("\"zone\":\"UTC\"", "\"zone\":null"), ("[\"Facebook\",", "[null,") })
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            File.WriteAllText(Description, text.Replace(old, changed, StringComparison.Ordinal));
            Assert.Throws<InvalidDataException>(Ask);
        }
    }

    [Fact]
    public void A_store_of_other_captures_is_refused_and_kept()
    {
        var bytes = File.ReadAllBytes(Buckets);
        var run = Traffic.Run("replay", Repository.Capture("office-lan-kea"), "--store", _folder.Path);

        Assert.Equal((1, ""), (run.Status, run.Output));
        Assert.EndsWith($"traffic: {_folder.Path} holds the buckets of other captures: name another folder, or delete it\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Buckets));
        Ask();
    }

    [Fact]
    public void The_same_captures_may_be_stored_again()
    {
        var bytes = File.ReadAllBytes(Buckets);
        using var elsewhere = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Capture("office-lan"), "office-lan.pcap"), elsewhere.File("office-lan.pcap"));
        var run = Traffic.Run("replay", elsewhere.Path, "--staff", Path.Combine(Repository.Capture("office-lan"), "staff.csv"), "--store", _folder.Path, "--zone", "UTC");

        Assert.Equal(0, run.Status);
        Assert.Equal(bytes, File.ReadAllBytes(Buckets));
        Assert.Equal(["buckets.bin", "store.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_killed_replay_leaves_the_old_store_readable()
    {
        var before = Traffic.Run("report", "--store", _folder.Path, "--k", "1").Output;
        using (var store = BucketStore.Create(_folder.Path, BucketStore.Describe(_folder.Path).Inputs))
        {
            store.Accept(new UsageBucket());
        }
        File.WriteAllText(Description + ".new", "{\"vers");

        Assert.True(File.Exists(Buckets + ".new"));
        Assert.Equal(before, Traffic.Run("report", "--store", _folder.Path, "--k", "1").Output);
        Assert.Equal(0, Traffic.Run(Traffic.Lan("--store", _folder.Path)).Status);
        Assert.Equal(["buckets.bin", "store.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_without_a_store_says_how_to_make_one()
    {
        using var empty = new TemporaryFolder();
        var run = Traffic.Run("report", "--store", empty.Path);

        Assert.Equal((1, $"traffic: {empty.Path} holds no store: make one with traffic replay --store {empty.Path}\n"), (run.Status, run.Error));
        File.Delete(Buckets);
        Assert.Equal(1, Traffic.Run("report", "--store", _folder.Path).Status);
    }

    private void Ask()
    {
        var description = BucketStore.Describe(_folder.Path);
        var query = new StatementQuery { Calendar = new Calendar(TimeZoneInfo.Utc), By = Breakdown.Department | Breakdown.Site | Breakdown.Hour };
        var builder = new StatementBuilder(query, description.ToCatalog(), description.Directory);
        BucketStore.Read(_folder.Path, description, builder);
        builder.Build(description.Kinds);
    }

    private void AssertReadOrRefused()
    {
        try
        {
            Ask();
        }
        catch (InvalidDataException exception)
        {
            AssertOneLine(exception);
        }
    }

    private static void AssertOneLine(InvalidDataException exception) => Assert.DoesNotContain('\n', exception.Message);
}
