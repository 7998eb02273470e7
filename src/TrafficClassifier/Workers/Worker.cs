using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Workers;

/// <summary>Dissects frames on a thread of its own and writes down what they say. It shares nothing with other workers.</summary>
public sealed class Worker : IFrameHandler
{
    private readonly DuplicateFilter _duplicates = new();
    private readonly FrameDissector _dissector;
    private readonly ObservationLog _log;
    private readonly long[] _told = new long[Enum.GetValues<FrameOutcome>().Length];
    private readonly long[] _news = new long[Enum.GetValues<FrameOutcome>().Length];
    private long _minuteStart = long.MaxValue, _minuteEnd = long.MinValue;

    internal Worker(LogLane lane, TunnelPolicy tunnels)
    {
        _log = new ObservationLog(lane);
        _dissector = new FrameDissector(new SightingReader(_log), _duplicates, tunnels);
    }

    /// <summary>What its tables gave up.</summary>
    internal long Evictions => _duplicates.Evictions + _dissector.Evictions;

    /// <summary>Takes a frame of an interface, whose place is its time.</summary>
    public void Handle(scoped in CapturedFrame frame)
    {
        MoveTo(frame.Time);
        _dissector.Dissect(frame);
    }

    /// <summary>Hands over what frames said up to the last one.</summary>
    public void Flush()
    {
        TellOutcomes();
        _log.Publish(_log.Order);
    }

    /// <summary>No frame came up to this time, though others may have a later one: time passes.</summary>
    public void Tick(Instant now)
    {
        MoveTo(now);
        _dissector.Expire(now);
        Flush();
    }

    /// <summary>Frames that never came, in the minute of this time.</summary>
    public void Lose(Instant time, long frames) => _log.Lost(time, frames);

    /// <summary>Takes the frames of a batch that are its own, and sees the time of all.</summary>
    internal void Handle(FrameBatch batch, int worker)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var entry = ref batch[i];
            var place = new FramePlace(batch.First + i);
            var time = entry.Time.Nanoseconds;
            if (time < _minuteStart || time >= _minuteEnd)
            {
                _log.Order = place.BeforeFrame;
                TellOutcomes();
                _log.Order = place.Expiry;
                _dissector.Expire(entry.Time);
                _log.Order = place.Move;
                Enter(entry.Time, isTold: worker == 0);
            }
            if (entry.Worker == worker)
            {
                _log.Order = place.Expiry;
                _dissector.Expire(entry.Time);
                _log.Order = place.Frame;
                _dissector.Dissect(entry.Frame);
            }
            else
            {
                _log.Order = place.Expiry;
                _dissector.Expire(entry.Time);
            }
        }
        _log.Order = new FramePlace(batch.First + batch.Count).BeforeFrame;
        TellOutcomes();
        _log.Publish(_log.Order);
    }

    /// <summary>No frame will come any more.</summary>
    internal void Close()
    {
        _dissector.Close();
        TellOutcomes();
        _log.Publish(long.MaxValue - 1);
    }

    /// <summary>Places grow with the clock, and stay where they are where it goes back.</summary>
    private void MoveTo(Instant time)
    {
        if (time.Nanoseconds < _minuteStart || time.Nanoseconds >= _minuteEnd)
        {
            TellOutcomes();
            _log.Order = Math.Max(_log.Order, time.Nanoseconds);
            _dissector.Expire(time);
            Enter(time, isTold: true);
        }
        _log.Order = Math.Max(_log.Order, time.Nanoseconds);
    }

    private void Enter(Instant time, bool isTold)
    {
        _minuteStart = Instant.FromMinute(time.Minute).Nanoseconds;
        _minuteEnd = _minuteStart + Instant.NanosecondsPerMinute;
        if (isTold)
        {
            _log.Move(time);
        }
    }

    private void TellOutcomes()
    {
        var outcomes = _dissector.Outcomes;
        if (outcomes.SequenceEqual(_told))
        {
            return;
        }
        for (var i = 0; i < _news.Length; i++)
        {
            _news[i] = outcomes[i] - _told[i];
            _told[i] = outcomes[i];
        }
        _log.Outcomes(_news);
    }
}
