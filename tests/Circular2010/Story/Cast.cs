using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Hands people out to the traps, each person to one trap only, so that every trap alone moves the result. The usual sizes are those
/// of 1310 visitors and 190 idlers; other sizes keep the proportions, with at least one if anybody is left.
/// </summary>
internal sealed class Cast
{
    private const int UsualVisitors = 1310;
    private const int UsualIdlers = 190;

    private readonly Queue<Person> _visitors;
    private readonly Queue<Person> _idlers;
    private readonly int _visitorCount;
    private readonly int _idlerCount;
    private readonly SortedDictionary<Trap, HashSet<object>> _members = [];

    public Cast(University university)
    {
        _visitors = new Queue<Person>(university.Staff.Where(person => person.IsVisitor));
        _idlers = new Queue<Person>(university.Staff.Where(person => !person.IsVisitor));
        _visitorCount = _visitors.Count;
        _idlerCount = _idlers.Count;
    }

    public int MembersOf(Trap trap) => _members.TryGetValue(trap, out HashSet<object>? members) ? members.Count : 0;

    /// <summary>A person, or a device without one, stands in a trap.</summary>
    public void Enlist(Trap trap, object member)
    {
        if (!_members.TryGetValue(trap, out HashSet<object>? members))
        {
            _members[trap] = members = [];
        }

        members.Add(member);
    }

    public int VisitorSize(int usual) => Scaled(usual, _visitorCount, UsualVisitors);

    public int IdlerSize(int usual) => Scaled(usual, _idlerCount, UsualIdlers);

    public IEnumerable<Person> Visitors(Trap trap, int usual) => Groups(trap, usual, true).Select(group => group[0]);

    public IEnumerable<Person> Idlers(Trap trap, int usual) => Groups(trap, usual, false).Select(group => group[0]);

    /// <summary>Groups of people of whom it is fixed who is a visitor; none is begun that cannot be filled.</summary>
    public IEnumerable<Person[]> Groups(Trap trap, int usual, params bool[] areVisitors)
    {
        int visitors = areVisitors.Count(isVisitor => isVisitor);
        int idlers = areVisitors.Length - visitors;
        int size = Math.Min(
            visitors > 0 ? VisitorSize(usual) : int.MaxValue,
            idlers > 0 ? IdlerSize(usual) : int.MaxValue);
        for (int i = 0; i < size && _visitors.Count >= visitors && _idlers.Count >= idlers; i++)
        {
            Person[] group = [.. areVisitors.Select(isVisitor => (isVisitor ? _visitors : _idlers).Dequeue())];
            foreach (Person person in group)
            {
                person.IsSettled = true;
                Enlist(trap, person);
            }

            yield return group;
        }
    }

    private static int Scaled(int usual, int count, int usualCount) =>
        count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)usual * count / usualCount, MidpointRounding.AwayFromZero));
}
