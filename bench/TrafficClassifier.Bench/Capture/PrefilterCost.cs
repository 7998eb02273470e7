using System.Diagnostics;
using System.Net.Sockets;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Bench.Capture;

/// <summary>
/// What the filters in the kernel pass of a capture, and what they cost for a frame that they drop: sent to a local socket, less what it costs
/// with a filter that drops everything at once. XDP's cost is the kernel's own figure.
/// </summary>
internal static class PrefilterCost
{
    private const int MostFrames = 100_000, Rounds = 7, LongestXdpFrame = 3400;

    public static int Run(string file)
    {
        var filters = Filters();
        var passed = new long[filters.Count];
        var frames = 0L;
        List<byte[]> bulk = [];
        using (var sockets = new Sockets(filters))
        {
            using var reader = CaptureOpener.TryOpen(file, out var reason);
            while (reader is null ? throw new IOException(reason) : reader.MoveNext())
            {
                var frame = reader.Current.Bytes;
                frames++;
                var isBulk = true;
                for (var i = 0; i < filters.Count; i++)
                {
                    var passes = sockets.Passes(i, frame);
                    passed[i] += passes ? 1 : 0;
                    isBulk &= !passes;
                }
                if (isBulk && bulk.Count < MostFrames)
                {
                    bulk.Add(frame.ToArray());
                }
            }
            var cost = Costs(sockets, filters.Count, bulk);
            for (var i = 0; i < filters.Count; i++)
            {
                Console.WriteLine($"{filters[i].Name,-10} passes {passed[i],9} of {frames} = {100.0 * passed[i] / frames:f2} %, {cost[i] - cost[0]:f0} ns for a frame dropped (of {cost[i]:f0} to send it)");
            }
        }
        PrintXdp(bulk);
        return 0;
    }

    private static List<(string Name, ISocketFilter Filter)> Filters()
    {
        List<(string, ISocketFilter)> filters = [("drop all", new ClassicFilter([new BpfInstruction(6, 0, 0, 0)])), ("classic", ClassicFilter.Default(TunnelPolicy.None))];
        var extended = OpenedPrefilter.Open(PrefilterKind.Extended, LinkType.Ethernet, 0, TunnelPolicy.None);
        Console.WriteLine($"classic: {ClassicFilter.Default(TunnelPolicy.None).Program.Length} instructions, with any tunnel {ClassicFilter.Default(TunnelPolicy.Any).Program.Length}");
        if (extended.Reason is null)
        {
            filters.Add(("eBPF", extended.Filter!));
            var (socket, xdp) = (ExtendedProgram.Build(ClassicProgram.BuildVerdicts(TunnelPolicy.None), 0, false), ExtendedProgram.Build(ClassicProgram.BuildVerdicts(TunnelPolicy.None), 0, true));
            Console.WriteLine($"eBPF: {socket.Length} instructions, XDP: {xdp.Length}");
        }
        else
        {
            Console.WriteLine($"no eBPF: {extended.Reason}");
        }
        return filters;
    }

    /// <summary>Nanoseconds a frame, the least of some rounds in turn.</summary>
    private static double[] Costs(Sockets sockets, int count, List<byte[]> bulk)
    {
        var least = Enumerable.Repeat(double.MaxValue, count).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                foreach (var frame in bulk)
                {
                    sockets.Send(i, frame);
                }
                least[i] = Math.Min(least[i], Stopwatch.GetElapsedTime(start).TotalNanoseconds / bulk.Count);
            }
        }
        return least;
    }

    private static void PrintXdp(List<byte[]> bulk)
    {
        try
        {
            using var filter = new XdpFilter(0, TunnelPolicy.None);
            var sample = bulk.Where((frame, i) => i % 50 == 0 && frame.Length < LongestXdpFrame).ToList();
            Console.WriteLine($"XDP        {sample.Average(frame => filter.Nanoseconds(frame, 1000)):f0} ns for a frame dropped, shown 1,000 times");
        }
        catch (IOException reason)
        {
            Console.WriteLine($"no XDP: {reason.Message}");
        }
    }

    /// <summary>A pair of local sockets for each filter.</summary>
    private sealed class Sockets : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
        private readonly List<(Socket Sender, Socket Receiver)> _pairs = [];
        private readonly byte[] _buffer = new byte[1 << 16];

        public Sockets(List<(string Name, ISocketFilter Filter)> filters)
        {
            foreach (var (name, filter) in filters)
            {
                var address = new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, name));
                var receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
                var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
                receiver.Bind(address);
                filter.Attach((int)receiver.Handle);
                sender.Connect(address);
                _pairs.Add((sender, receiver));
            }
        }

        public bool Passes(int pair, ReadOnlySpan<byte> frame)
        {
            _pairs[pair].Sender.Send(frame);
            return _pairs[pair].Receiver.Available > 0 && _pairs[pair].Receiver.Receive(_buffer) > 0;
        }

        public void Send(int pair, byte[] frame) => _pairs[pair].Sender.Send(frame);

        public void Dispose()
        {
            foreach (var (sender, receiver) in _pairs)
            {
                sender.Dispose();
                receiver.Dispose();
            }
            _folder.Delete(recursive: true);
        }
    }
}
