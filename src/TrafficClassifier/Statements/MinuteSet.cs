using System.Collections;

namespace TrafficClassifier.Statements;

/// <summary>Minutes of UTC, a bit each.</summary>
internal sealed class MinuteSet
{
    private readonly Dictionary<long, BitArray> _days = [];

    public long Count { get; private set; }

    public void Add(long minute)
    {
        var day = Math.DivRem(minute, Calendar.MinutesPerDay, out var rest);
        (day, rest) = rest < 0 ? (day - 1, rest + Calendar.MinutesPerDay) : (day, rest);
        if (!_days.TryGetValue(day, out var minutes))
        {
            _days.Add(day, minutes = new BitArray(Calendar.MinutesPerDay));
        }
        Count += minutes[(int)rest] ? 0 : 1;
        minutes[(int)rest] = true;
    }
}
