using Circular2010.Web;

namespace Circular2010.People;

internal sealed class Person(string id, string department)
{
    public string Id { get; } = id;

    public List<Post> Posts { get; } = [new Post(department, Validity.Always)];

    public List<Device> Devices { get; } = [];

    /// <summary>Will visit Facebook between 08:00 and 09:00 on a counted day; everybody else is an idler.</summary>
    public bool IsVisitor { get; init; }

    /// <summary>A trap has planned this visitor's window visits; the routine must add none, or the trap would not bite.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The manners in which this person opens Facebook; one only for people who hang on one way of naming the site.</summary>
    public IReadOnlyList<Manner> Manners { get; init; } = [Manner.Plain];

    public string? DepartmentOn(int day)
    {
        DateOnly date = Week.DateOf(day);
        foreach (Post post in Posts)
        {
            if (post.Validity.Covers(date))
            {
                return post.Department;
            }
        }

        return null;
    }

    public bool IsStaffOn(int day) => DepartmentOn(day) is not null;
}
