using Circular2010.People;

namespace Circular2010.Results;

/// <summary>staff.csv: one row for each device in each post of a person, with the dates on which both hold.</summary>
internal static class StaffFile
{
    public static void Write(string path, University university)
    {
        using StreamWriter writer = TextFile.Create(path);
        writer.WriteLine("staff_id,department,device,valid_from,valid_to");
        foreach (Person person in university.Everybody.OrderBy(person => person.Id, StringComparer.Ordinal))
        {
            foreach (Device device in person.Devices)
            {
                Holding holding = device.Holdings.First(holding => holding.Person == person);
                foreach (Post post in person.Posts)
                {
                    Validity validity = holding.Validity.And(post.Validity);
                    if (!validity.IsEmpty)
                    {
                        writer.WriteLine($"{person.Id},{post.Department},{device.DirectoryName},{Text(validity.From)},{Text(validity.To)}");
                    }
                }
            }
        }
    }

    private static string Text(DateOnly? date) => date is DateOnly known ? Week.Text(known) : "";
}
