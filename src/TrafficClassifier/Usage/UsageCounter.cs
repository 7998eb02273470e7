using System.Runtime.InteropServices;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Usage;

/// <summary>
/// Counts into buckets of one minute of UTC. A few minutes stay open for frames that come late; what comes later still opens its minute
/// once more, and the parts add up where they arrive. Nothing here knows a packet, a name or a person's name.
/// </summary>
public sealed class UsageCounter
{
    /// <summary>Minutes that stay open behind the newest one.</summary>
    private const int MinutesKeptOpen = 2;

    private readonly IBucketSink[] _sinks;
    private readonly List<UsageBucket> _open = [];
    private readonly Stack<UsageBucket> _spareBuckets = new();
    private readonly Stack<Cell> _spareCells = new();
    private UsageBucket _current = new();
    private long _start = long.MaxValue;
    private long _end = long.MinValue;

    public UsageCounter(IReadOnlyList<IBucketSink> sinks) => _sinks = [.. sinks];

    /// <summary>The bucket of the frame being counted.</summary>
    public Coverage Coverage => _current.Coverage;

    /// <summary>The minute of the frame being counted.</summary>
    public long Minute => _current.Minute;

    /// <summary>Minutes that were opened again after they had closed.</summary>
    public long Reopened { get; private set; }

    /// <summary>Minutes that have not closed: to be looked at between frames.</summary>
    public IReadOnlyList<UsageBucket> OpenBuckets => _open;

    private long _newest = long.MinValue;

    /// <summary>Makes the minute of a frame the current one.</summary>
    /// <returns>Whether the minute changed.</returns>
    public bool MoveTo(Instant time)
    {
        if (time.Nanoseconds >= _start && time.Nanoseconds < _end)
        {
            return false;
        }
        Switch(time.Minute);
        return true;
    }

    public void Count(CellKey key, SubjectId subject)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_current.Cells, key.Packed, out _);
        cell ??= _spareCells.TryPop(out var spare) ? spare : new Cell();
        cell.Sightings++;
        if (subject != SubjectId.None)
        {
            cell.Subjects.Add(subject);
        }
    }

    /// <summary>Closes every open minute: the input has ended.</summary>
    public void Close()
    {
        CloseBefore(long.MaxValue);
        _start = long.MaxValue;
        _end = long.MinValue;
    }

    private void Switch(long minute)
    {
        if (minute > _newest)
        {
            _newest = minute;
            CloseBefore(minute - MinutesKeptOpen);
        }
        else if (minute < _newest - MinutesKeptOpen)
        {
            Reopened++;
            CloseBefore(_newest - MinutesKeptOpen); // an older late minute makes way for this one
        }
        _current = Open(minute);
        _start = Instant.FromMinute(minute).Nanoseconds;
        _end = _start + Instant.NanosecondsPerMinute;
    }

    private UsageBucket Open(long minute)
    {
        foreach (var bucket in _open)
        {
            if (bucket.Minute == minute)
            {
                return bucket;
            }
        }
        var opened = _spareBuckets.TryPop(out var spare) ? spare : new UsageBucket();
        opened.Reset(minute, _spareCells);
        _open.Add(opened);
        return opened;
    }

    private void CloseBefore(long minute)
    {
        _open.Sort(static (a, b) => a.Minute.CompareTo(b.Minute));
        while (_open.Count > 0 && _open[0].Minute < minute)
        {
            var bucket = _open[0];
            foreach (var sink in _sinks)
            {
                sink.Accept(bucket);
            }
            _open.RemoveAt(0);
            bucket.Reset(0, _spareCells);
            _spareBuckets.Push(bucket);
        }
    }
}
