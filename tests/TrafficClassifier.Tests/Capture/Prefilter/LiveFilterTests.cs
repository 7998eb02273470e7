using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Frames over a wire, of which the kernel takes the outer tag before a socket's filter sees them, but not before XDP does.</summary>
public class LiveFilterTests
{
    private const string Script = "tests/TrafficClassifier.Tests/Capture/Prefilter/veth.py";

    /// <summary>Every seventh of those that fit in a frame, without connections: the order in which they come does not matter then.</summary>
    private static readonly FrameShape[] _frames = [.. PrefilterFrames.All().Where(shape => shape.Protocol != 6 && shape.Payload.Length < 1400).Where((_, i) => i % 7 == 0)];

    [RequiresFact("unshare", "ip", "python3")]
    public void The_classic_filter_passes_tagged_frames_of_an_interface_as_the_model_says()
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "program");
        File.WriteAllBytes(program, MemoryMarshal.AsBytes(ClassicFilter.Default(TunnelPolicy.None).Program));
        AssertAsModel(Requirement.Run("unshare", ["-rn", "python3", Path.Combine(Repository.Root, Script), WriteFrames(folder), program]), isTagTaken: true);
    }

    [RequiresFact("CAP_BPF", "ip", "python3")]
    public void XDP_passes_frames_of_an_interface_as_the_model_says_and_is_gone_with_its_handle()
    {
        using var folder = new TemporaryFolder();
        var frames = WriteFrames(folder);
        var (filtered, open) = InOwnNetwork(() =>
        {
            Requirement.Run("ip", ["link", "add", "mirror0", "type", "veth", "peer", "name", "mirror1"]);
            var index = int.Parse(Requirement.Run("ip", ["-o", "link", "show", "mirror1"]).Split(':')[0], CultureInfo.InvariantCulture);
            string first;
            using (var opened = OpenedPrefilter.Open(PrefilterKind.Xdp, LinkType.Ethernet, index, TunnelPolicy.None))
            {
                Assert.Equal((PrefilterKind.Xdp, null), (opened.Kind, opened.Reason));
                first = Requirement.Run("python3", [Path.Combine(Repository.Root, Script), frames]);
            }
            return (first, Requirement.Run("python3", [Path.Combine(Repository.Root, Script), frames]));
        });
        AssertAsModel(filtered, isTagTaken: false);
        Assert.Equal(_frames.Length, open.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static void AssertAsModel(string output, bool isTagTaken)
    {
        var passed = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        var model = new PrefilterModel(_ => false);
        for (var i = 0; i < _frames.Length; i++)
        {
            var seen = isTagTaken && _frames[i].Tags is [0x8100 or 0x88a8, .. var inner] ? _frames[i] with { Tags = inner } : _frames[i];
            Assert.True(model.Passes(seen) == passed.Contains(i), $"should {(passed.Contains(i) ? "not " : "")}pass: {_frames[i]}");
        }
        Assert.InRange(_frames.Length, 1000, 20_000);
    }

    private static string WriteFrames(TemporaryFolder folder)
    {
        var path = Path.Combine(folder.Path, "frames");
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[4];
        foreach (var frame in _frames.Select(shape => shape.ToBytes()))
        {
            BinaryPrimitives.WriteInt32BigEndian(length, frame.Length);
            file.Write(length);
            file.Write(frame);
        }
        return path;
    }

    /// <summary>On a thread that has a network namespace to itself, and takes it along when it ends.</summary>
    private static T InOwnNetwork<T>(Func<T> action)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, Unshare(0x4000_0000));
                result = action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException(failure.Message, failure);
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);
}
