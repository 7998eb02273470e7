using Circular2010.Network;
using Circular2010.People;
using Circular2010.Story;

namespace Circular2010.Web;

internal enum ActKind
{
    /// <summary>An HTTP request or a ClientHello.</summary>
    Connection,

    /// <summary>A DNS query and its answer, and nothing after it.</summary>
    Lookup,

    /// <summary>A damaged frame that a careless reader takes for a connection or a lease.</summary>
    Damage,
}

/// <summary>What somebody did, and who it was: the truth is counted from these, never from the frames.</summary>
internal sealed class Act
{
    public required ActKind Kind { get; init; }

    /// <summary>The time of the frame that completes it.</summary>
    public required long Time { get; init; }

    /// <summary>The device that sent it.</summary>
    public required Device Device { get; init; }

    /// <summary>Whose lease the address comes from; mostly, but not always, the sender's own.</summary>
    public Stay? Stay { get; init; }

    public uint StaticAddress { get; init; }

    public required Domain Domain { get; init; }

    public Manner Manner { get; init; }

    /// <summary>A DNS query and a handshake before it. Acts at the edge of an hour have no look-up, so that nothing of them can be named earlier.</summary>
    public bool WithLookup { get; init; }

    public bool WithHandshake { get; init; }

    public bool MustDuplicate { get; init; }

    public Trap Trap { get; init; }

    /// <summary>Whom the trap's wrong reading would count for this act.</summary>
    public Person? Blame { get; init; }

    public uint Address => Stay?.Address ?? StaticAddress;

    public int Day => Week.DayOf(Time);

    public Person? Owner => Device.OwnerOn(Day);

    public bool IsVisit => Kind == ActKind.Connection && Domain.Role == Role.Main;
}
