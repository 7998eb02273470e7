namespace TrafficClassifier.Statements;

/// <summary>Some minutes of one local day, or some whole days.</summary>
/// <param name="Day">The first day.</param>
/// <param name="Minute">Of the day, the first.</param>
public readonly record struct Stretch(DateOnly Day, int Minute) : IComparable<Stretch>
{
    /// <summary>The stretch that a local minute is in.</summary>
    /// <param name="first">Of the window.</param>
    public static Stretch Of(DateOnly day, int minute, int length, DateOnly first)
    {
        var days = length / Calendar.MinutesPerDay;
        return days <= 1 && length <= Calendar.MinutesPerDay
            ? new Stretch(day, minute - (minute % length))
            : new Stretch(first.AddDays((day.DayNumber - first.DayNumber) / days * days), 0);
    }

    public int CompareTo(Stretch other) => Day != other.Day ? Day.CompareTo(other.Day) : Minute.CompareTo(other.Minute);

    public static bool operator <(Stretch left, Stretch right) => left.CompareTo(right) < 0;

    public static bool operator >(Stretch left, Stretch right) => left.CompareTo(right) > 0;

    public static bool operator <=(Stretch left, Stretch right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Stretch left, Stretch right) => left.CompareTo(right) >= 0;
}
