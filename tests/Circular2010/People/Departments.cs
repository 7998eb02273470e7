namespace Circular2010.People;

internal static class Departments
{
    /// <summary>Seats for 1500 staff; other sizes keep the proportions.</summary>
    private static readonly (string Name, int Seats)[] s_seats =
    [
        ("Faculty of Medicine", 310),
        ("Faculty of Engineering", 214),
        ("Faculty of Science", 176),
        ("Faculty of Arts and Social Sciences", 142),
        ("Faculty of Business and Accountancy", 118),
        ("Faculty of Education", 97),
        ("Faculty of Computer Science", 88),
        ("University Library", 73),
        ("Registrar's Office", 66),
        ("Faculty of Law", 64),
        ("Faculty of Languages", 51),
        ("Bursar's Office", 45),
        ("Faculty of Built Environment", 32),
        ("Sports Centre", 24),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. s_seats.Select(seat => seat.Name)];

    /// <summary>The department of each seat, by largest remainder, so that the seats always add up to <paramref name="staff"/>.</summary>
    public static List<string> Seats(int staff)
    {
        int total = s_seats.Sum(seat => seat.Seats);
        int[] counts = [.. s_seats.Select(seat => (int)((long)seat.Seats * staff / total))];
        int[] order = [.. Enumerable.Range(0, counts.Length)
            .OrderByDescending(i => (long)s_seats[i].Seats * staff % total).ThenBy(i => i)];
        int missing = staff - counts.Sum();
        for (int i = 0; i < missing; i++)
        {
            counts[order[i]]++;
        }

        return [.. counts.SelectMany((count, i) => Enumerable.Repeat(s_seats[i].Name, count))];
    }
}
