namespace Circular2010.People;

internal enum Identity
{
    None,
    Mac,
    ClientId,
    HostName,
}

internal enum DeviceKind
{
    Laptop,
    Phone,
    Printer,
}

internal sealed class Device
{
    public required DeviceKind Kind { get; init; }

    /// <summary>By what the directory knows it; <see cref="Identity.None"/> for guests' phones and printers.</summary>
    public required Identity Identity { get; init; }

    /// <summary>The hardware address of each day: docks and private addresses change it.</summary>
    public required IReadOnlyList<ulong> Macs { get; init; }

    /// <summary>DHCP option 61, if the device sends it.</summary>
    public byte[]? ClientId { get; init; }

    public required string HostName { get; init; }

    /// <summary>How staff.csv writes it.</summary>
    public required string DirectoryName { get; init; }

    public List<Holding> Holdings { get; } = [];

    /// <summary>Days on which the device's presence is already planned.</summary>
    public bool[] IsPlanned { get; } = new bool[Week.Days];

    public Person? OwnerOn(int day)
    {
        DateOnly date = Week.DateOf(day);
        foreach (Holding holding in Holdings)
        {
            if (holding.Validity.Covers(date) && holding.Person.IsStaffOn(day))
            {
                return holding.Person;
            }
        }

        return null;
    }
}
