using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

var end = DateTime.UtcNow.AddSeconds(double.Parse(args[1]));
var workers = int.Parse(args[2]);
var filter = args[3] == "none" ? null : ClassicFilter.Default(TunnelPolicy.None);
var threads = new List<Thread>();
var lines = new string[workers];
for (var w = 0; w < workers; w++)
{
    var index = w;
    var ring = new PacketRing(new EngineOptions { Interface = args[0], Workers = workers, FanoutGroup = 77, Filter = filter });
    Console.WriteLine($"hw {ring.AsksForHardwareTime} addr {ring.SharesByAddresses}");
    var t = new Thread(() =>
    {
        var touch = new Touch();
        while (DateTime.UtcNow < end) ring.Receive(touch, 100);
        lines[index] = $"{index}: {touch.Frames} frames, {ring.ReadCounters()}, last {touch.Last}";
    });
    t.Start(); threads.Add(t);
}
foreach (var t in threads) t.Join();
foreach (var l in lines) Console.WriteLine(l);
Console.WriteLine(System.Diagnostics.Process.GetCurrentProcess().UserProcessorTime);

sealed class Touch : IFrameHandler
{
    public long Frames, Sum; public long Last;
    public void Handle(scoped in CapturedFrame frame) { Frames++; Sum += frame.Bytes[0] + frame.Bytes[frame.Bytes.Length - 1]; Last = frame.Time.Nanoseconds; }
}
