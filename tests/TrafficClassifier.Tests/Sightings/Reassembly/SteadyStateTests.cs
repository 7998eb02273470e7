using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

/// <summary>Promise 1, with messages and packets in pieces.</summary>
[Collection(AloneCollection.Name)]
public sealed class SteadyStateTests
{
    [Fact]
    public void Reassembly_allocates_nothing_once_its_buffers_exist()
    {
        var harness = new PipelineHarness();
        var hello = FrameBuilder.ClientHello("www.facebook.com");
        var query = FrameBuilder.DnsQuery("www.facebook.com");
        byte[] message = [0, (byte)query.Length, .. query];
        var datagram = RawFrame.Udp(4000, 53, query);
        byte[][] frames =
        [
            RawFrame.Tcp(2, 4000, 99, [], RawFrame.Syn),
            RawFrame.Tcp(2, 4000, 150, hello.AsSpan(50)),
            RawFrame.Tcp(2, 4000, 100, hello.AsSpan(0, 50)),
            RawFrame.Tcp(2, 4001, 10, message.AsSpan(0, 20), serverPort: 53),
            RawFrame.Tcp(2, 4001, 30, message.AsSpan(20), serverPort: 53),
            RawFrame.Fragment(2, 17, 7, 0, true, datagram.AsSpan(0, 16)),
            RawFrame.Fragment(2, 17, 7, 16, false, datagram.AsSpan(16)),
        ];
        var passesThatAllocated = 0;
        for (var pass = 0; pass < 2000; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames)
            {
                // Another source port, or another identification.
                var number = frame.AsSpan(frame[23] == 6 ? 34 : 18);
                (number[0], number[1]) = ((byte)((pass >> 8) + (frame == frames[3] || frame == frames[4] ? 64 : 128)), (byte)pass);
                harness.Send(new Instant(PipelineHarness.At("2010-01-04T00:10:00").Nanoseconds + (pass * 100_000L)), frame);
            }
            passesThatAllocated += pass >= 1500 && GC.GetAllocatedBytesForCurrentThread() > before ? 1 : 0;
        }
        harness.Close();
        Assert.Equal((2000, 4000), (harness.Coverage.Connections, harness.Coverage.Sightings - harness.Coverage.Connections));
        // A collection that the test runner causes may charge this thread once with what is left of its allocation buffer.
        Assert.InRange(passesThatAllocated, 0, 1);
    }
}
