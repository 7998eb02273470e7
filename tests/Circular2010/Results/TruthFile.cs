using System.Globalization;
using Circular2010.People;
using Circular2010.Story;
using Circular2010.Web;

namespace Circular2010.Results;

/// <summary>truth.csv: every site, department, day and hour, and "*" for all departments and for "on at least one counted day".</summary>
internal sealed class TruthFile
{
    private const string All = "*";
    private static readonly Site[] s_sites = [Site.Facebook, Site.Twitter, Site.MySpace];

    private readonly Dictionary<(Site Site, string Department, string Day, int Hour), HashSet<Person>> _visitors = [];
    private readonly Dictionary<(string Department, string Day), HashSet<Person>> _staff = [];

    public TruthFile(Plan plan)
    {
        foreach (Person person in plan.University.Everybody)
        {
            for (int day = 0; day < Week.Days; day++)
            {
                if (person.DepartmentOn(day) is string department)
                {
                    Spread(department, day, (inDepartment, onDay) => Put(_staff, (inDepartment, onDay), person));
                }
            }
        }

        foreach (Act act in plan.Acts)
        {
            if (act.IsVisit && act.Owner is Person person)
            {
                int hour = Week.HourOf(act.Time);
                Spread(person.DepartmentOn(act.Day)!, act.Day, (inDepartment, onDay) =>
                    Put(_visitors, (act.Domain.Site, inDepartment, onDay, hour), person));
            }
        }
    }

    public int Headcount => Count(_staff, (All, All));

    public int Visitors(Site site, int hour) => Count(_visitors, (site, All, All, hour));

    public void Write(string path)
    {
        using StreamWriter writer = TextFile.Create(path);
        writer.WriteLine("site,department,day,hour,visitors,headcount");
        string[] days = [.. Enumerable.Range(0, Week.Days).Select(day => Week.Text(Week.DateOf(day))), All];
        foreach (Site site in s_sites)
        {
            foreach (string department in (string[])[.. Departments.Names, All])
            {
                foreach (string day in days)
                {
                    for (int hour = 0; hour < 24; hour++)
                    {
                        int visitors = Count(_visitors, (site, department, day, hour));
                        int headcount = Count(_staff, (department, day));
                        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{site},{department},{day},{hour},{visitors},{headcount}"));
                    }
                }
            }
        }
    }

    private static void Spread(string department, int day, Action<string, string> put)
    {
        string date = Week.Text(Week.DateOf(day));
        put(department, date);
        put(All, date);
        if (Week.IsCounted(day))
        {
            put(department, All);
            put(All, All);
        }
    }

    private static void Put<TKey>(Dictionary<TKey, HashSet<Person>> sets, TKey key, Person person)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out HashSet<Person>? people))
        {
            sets[key] = people = [];
        }

        people.Add(person);
    }

    private static int Count<TKey>(Dictionary<TKey, HashSet<Person>> sets, TKey key)
        where TKey : notnull => sets.TryGetValue(key, out HashSet<Person>? people) ? people.Count : 0;
}
