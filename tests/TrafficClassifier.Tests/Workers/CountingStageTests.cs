using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Sightings;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Tests.Workers;

/// <summary>Live: workers whose frames interleave, counted in the order of time.</summary>
public sealed class CountingStageTests
{
    private const string Mac = "001122334455";

    private static readonly Instant _start = PipelineHarness.At("2026-03-02T08:00:00");

    private readonly PipelineHarness _harness = new();
    private readonly CountingStage _stage;
    private readonly Worker _one;
    private readonly Worker _two;
    private long _number;

    public CountingStageTests()
    {
        _stage = new CountingStage(_harness.Pipeline, 2, isLive: true);
        (_one, _two) = (_stage.Workers[0], _stage.Workers[1]);
    }

    [Fact]
    public void A_lease_of_one_worker_names_the_later_look_up_of_another_whose_log_came_first()
    {
        Handle(_two, 5, Query());
        _two.Tick(After(6));
        Count();
        Handle(_one, 4, Lease());
        _one.Tick(After(6));
        Count();

        Close();
        Assert.Equal((1, 0), (_harness.Coverage.Sightings, _harness.Coverage.WithoutDevice));
    }

    [Fact]
    public void A_lease_names_no_earlier_look_up()
    {
        Handle(_one, 5, Lease());
        _one.Tick(After(6));
        Count();
        Handle(_two, 4, Query());
        _two.Tick(After(6));
        Count();

        Close();
        Assert.Equal((1, 1), (_harness.Coverage.Sightings, _harness.Coverage.WithoutDevice));
    }

    [Fact]
    public void A_silent_worker_is_waited_for_until_it_ticks()
    {
        Handle(_one, 1, Query());
        _one.Tick(After(2));
        Count();
        Assert.Equal(0, _harness.Pipeline.Answers.Count + Frames());

        _two.Tick(After(2));
        Count();
        Close();
        Assert.Equal((1, 1), (_harness.Coverage.Sightings, Frames()));
    }

    [Fact]
    public void Minutes_close_on_a_silent_cable()
    {
        Handle(_one, 1, Query());
        foreach (var minute in new[] { 1, 2, 3, 4 })
        {
            _one.Tick(After(60_000 * minute));
            _two.Tick(After(60_000 * minute));
        }
        Count();

        Assert.Equal(1, Frames());
    }

    [Fact]
    public void Lost_frames_are_of_their_minute_and_every_frame_is_counted_once()
    {
        for (var i = 0; i < 1000; i++)
        {
            Handle(i % 3 == 0 ? _one : _two, i, Query());
            Count();
        }
        _two.Lost(After(500), 17);
        Close();

        var outcomes = 0L;
        foreach (var count in _harness.Pipeline.Outcomes)
        {
            outcomes += count;
        }
        Assert.Equal((1000, 17, 1000), (Frames(), _harness.Coverage.Lost, outcomes));
    }

    private static Instant After(long milliseconds) => new(_start.Nanoseconds + (milliseconds * 1_000_000));

    private static byte[] Lease() => FrameBuilder.Udp("10.0.0.1", 67, "255.255.255.255", 68,
        FrameBuilder.Dhcp(2, 5, Mac, your: "10.0.0.7", options: (51, [0, 0, 14, 16])));

    private static byte[] Query() => FrameBuilder.Udp("10.0.0.7", 50_000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.facebook.com"));

    private long Frames() => _harness.Coverage.Frames;

    private void Handle(Worker worker, long milliseconds, byte[] frame) =>
        worker.Handle(new CapturedFrame(frame, After(milliseconds), LinkType.Ethernet, ++_number));

    private void Count() => _stage.Count(0);

    private void Close()
    {
        _one.Close();
        _two.Close();
        _stage.Run();
    }
}
