namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Where hours begin: with those of the local clock, which in some zones is in the middle of an hour of UTC.</summary>
/// <param name="Shift">Minutes, 0 to 59, that the zone is ahead of whole hours.</param>
internal readonly record struct HourGrid(int Shift)
{
    public static HourGrid Of(TimeZoneInfo zone) => new((((int)zone.BaseUtcOffset.TotalMinutes % StoredHour.Minutes) + StoredHour.Minutes) % StoredHour.Minutes);

    /// <summary>First minute of the hour.</summary>
    public long HourOf(long minute)
    {
        var rest = (minute + Shift) % StoredHour.Minutes;
        return minute - (rest < 0 ? rest + StoredHour.Minutes : rest);
    }
}
