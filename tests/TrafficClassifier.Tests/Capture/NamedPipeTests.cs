using System.Diagnostics;
using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Captures that come through pipes, as from <c>tcpdump -w -</c>: named pipes and standard input.</summary>
public class NamedPipeTests
{
    private static readonly byte[] Plain = LargeCaptures.Pcap(seed: 21, frames: 400, longest: 5000);

    [RequiresTheory("mkfifo")]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(977)]
    [InlineData(70_001)]
    public void Pcap_in_chunks(int chunk)
    {
        var bytes = chunk < 10 ? LargeCaptures.Pcap(seed: 22, frames: 30, longest: 300) : Plain;
        Assert.Equal(PlainReader.Pcap(bytes), Through(bytes, chunk).Frames);
    }

    [RequiresFact("mkfifo")]
    public void Pcapng_and_compressed_data_in_chunks()
    {
        var pcapng = LargeCaptures.Pcapng(seed: 23, frames: 50, longest: 5000);
        Assert.Equal(PlainReader.Pcapng(pcapng), Through(pcapng, 977).Frames);
        Assert.Equal(PlainReader.Pcap(Plain), Through(CaptureContent.Gzip(Plain), 977).Frames);
        Assert.Equal(PlainReader.Pcap(Plain), Through(CaptureContent.Zstd(Plain), 977).Frames);
    }

    [RequiresFact("mkfifo")]
    public void Writer_that_dies_inside_a_frame_leaves_a_fault()
    {
        var capture = Through(Plain[..5000], 977);
        Assert.NotNull(capture.Fault);
        Assert.Equal(PlainReader.Pcap(Plain).Take(capture.Frames.Count), capture.Frames);
    }

    [RequiresFact("mkfifo")]
    public void Pipe_behind_a_link_is_a_pipe()
    {
        using var folder = new TemporaryFolder();
        var pipe = Make(folder);
        File.CreateSymbolicLink(folder.File("link"), pipe);
        var writing = Task.Run(() => Write(pipe, Plain, 977));
        Assert.Equal(PlainReader.Pcap(Plain), CaptureContent.Of(folder.File("link")).Frames);
        writing.Wait();
    }

    [RequiresFact("mkfifo")]
    public void Pipe_is_merged_with_files_by_time()
    {
        using var folder = new TemporaryFolder();
        var pipe = Make(folder);
        File.WriteAllBytes(folder.File("a"), new PcapBytes().Add(1, 0, [1]).Add(3, 0, [3]).ToArray());
        File.WriteAllBytes(folder.File("z"), new PcapBytes().Add(2, 0, [2]).ToArray());
        var writing = Task.Run(() => Write(pipe, new PcapBytes().Add(0, 5, [0]).Add(2, 5, [2]).Add(9, 0, [9]).ToArray(), 1));
        using var merger = new CaptureMerger(CaptureInputs.Expand([folder.File("z"), pipe, folder.File("a")]));
        Assert.Equal(["00", "01", "02", "02", "03", "09"], MergedCaptures.Bytes(merger));
        Assert.Empty(merger.Faults);
        writing.Wait();
    }

    [RequiresFact("dotnet")]
    public void Standard_input_is_read_as_a_file_is()
    {
        // A query for example.com from 10.0.0.1 to 10.0.0.2 in an IPv4 frame without link layer.
        var query = Convert.FromHexString("450000390000000040110000" + "0a0000010a000002" + "c350003500250000" + "123401000001000000000000" + "076578616d706c6503636f6d0000010001");
        var capture = new PcapBytes(network: 101).Add(1_262_563_927, 123_456, query).ToArray();
        foreach (var bytes in new[] { capture, CaptureContent.Gzip(capture), CaptureContent.Zstd(capture) })
        {
            var output = Requirement.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "traffic.dll"), "events", "-"], bytes);
            Assert.Contains("\"pcap_filename\":\"-\"", output, StringComparison.Ordinal);
            Assert.Contains("\"rrname\":\"example.com\"", output, StringComparison.Ordinal);
        }
    }

    private static CaptureContent Through(byte[] bytes, int chunk)
    {
        using var folder = new TemporaryFolder();
        var pipe = Make(folder);
        var writing = Task.Run(() => Write(pipe, bytes, chunk));
        var capture = CaptureContent.Of(pipe);
        writing.Wait();
        return capture;
    }

    private static string Make(TemporaryFolder folder)
    {
        var pipe = folder.File("pipe");
        using var process = Process.Start("mkfifo", [pipe]);
        process.WaitForExit();
        return pipe;
    }

    private static void Write(string pipe, byte[] bytes, int chunk)
    {
        using var stream = new FileStream(pipe, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        for (var at = 0; at < bytes.Length; at += chunk)
        {
            stream.Write(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)));
            if (chunk < 10 && at % 100 == 0)
            {
                Thread.Sleep(1);
            }
        }
    }
}
