namespace Circular2010.People;

/// <summary>Local dates, both inclusive; an absent end is open.</summary>
internal readonly record struct Validity(DateOnly? From, DateOnly? To)
{
    public static Validity Always => default;

    public bool Covers(DateOnly date) => (From is null || From <= date) && (To is null || date <= To);

    public bool IsEmpty => From is not null && To is not null && From > To;

    public Validity And(Validity other) => new(
        From is null ? other.From : other.From is null || From > other.From ? From : other.From,
        To is null ? other.To : other.To is null || To < other.To ? To : other.To);
}
