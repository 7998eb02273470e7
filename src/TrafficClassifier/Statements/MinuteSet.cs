using System.Collections;

namespace TrafficClassifier.Statements;

/// <summary>Minutes of UTC, a bit each: 66 kB a year.</summary>
internal sealed class MinuteSet
{
    /// <summary>So long a stretch that a new one is rare.</summary>
    private const int MinutesPerStretch = 64 * Calendar.MinutesPerDay;

    private readonly Dictionary<long, BitArray> _stretches = [];

    public long Count { get; private set; }

    public void Add(long minute)
    {
        var number = Math.DivRem(minute, MinutesPerStretch, out var rest);
        (number, rest) = rest < 0 ? (number - 1, rest + MinutesPerStretch) : (number, rest);
        if (!_stretches.TryGetValue(number, out var minutes))
        {
            _stretches.Add(number, minutes = new BitArray(MinutesPerStretch));
        }
        Count += minutes[(int)rest] ? 0 : 1;
        minutes[(int)rest] = true;
    }
}
