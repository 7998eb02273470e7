using Circular2010.Frames;
using Circular2010.Network;
using Circular2010.People;
using Circular2010.Story;
using Circular2010.Web;

namespace Circular2010.Results;

/// <summary>What each trap does to the count if it alone is mishandled.</summary>
internal sealed class TrapTable(Ledger ledger)
{
    private const long Grace = 30 * Week.Second;
    private readonly Cast _cast = ledger.Plan.Cast;
    private readonly List<TrapRow> _rows = [];

    public IReadOnlyList<TrapRow> Rows(MirrorPort port, DhcpTalk talk)
    {
        People();
        Names();
        Hours();
        Leases();
        Counters(port, talk);
        return _rows;
    }

    private void People()
    {
        Add("01 last holder of the address in the hour", Trap.AddressMoves, ledger.Reading(All, ledger.LastHolderOfHour));
        Add("01 first holder of the address in the hour", Trap.AddressMoves, ledger.Reading(All, ledger.FirstHolderOfHour));
        Add("01 last holder of the address in the capture", null, ledger.Reading(All, ledger.LastHolderOfCapture));
        Add("02 devices counted, not people", Trap.TwoDevices, ledger.Reading(act => act.Owner is not null, act => act.Device));
        Add("03 first directory row of a device", Trap.DeviceChangesHands, ledger.Reading(All, act => Holder(act, 0)));
        Add("03 last directory row of a device", Trap.DeviceChangesHands, ledger.Reading(All, act => Holder(act, ^1)));
        Add("04 guests' devices counted", Trap.Guest, ledger.Reading(
            act => act.Owner is not null || act.Device.Identity == Identity.None, act => (object?)act.Owner ?? act.Device));
        Add("15 directory read for hardware addresses only", null, ledger.Reading(act => act.Device.Identity == Identity.Mac));
        Add("15 client ids in the directory not read", null, ledger.Reading(act => act.Device.Identity != Identity.ClientId));
        Add("15 host names in the directory not read", null, ledger.Reading(act => act.Device.Identity != Identity.HostName));
        Add("16 validity in the directory not read", Trap.Left, ledger.Reading(All, act => act.Owner ?? Holder(act, ^1)));
        Add("16 headcount with people who left on 3 January", null, ledger.Plan.University.Everybody.Count());
        Add("16 people who change department", Trap.Moved, null);
        Add("16 people who join on 7 January", Trap.Joined, null);
    }

    private void Names()
    {
        Add("07 look-ups counted", Trap.LookupOnly, ledger.With(act => InWindow(act, ActKind.Lookup, Site.Facebook, Role.Main)));
        Add("08 embedded content counted", Trap.WidgetOnly, ledger.With(act => InWindow(act, ActKind.Connection, Site.Facebook, Role.Embedded)));
        Add("11 lookalikes counted", Trap.LookalikeOnly, ledger.With(act => InWindow(act, ActKind.Connection, Site.None, Role.Lookalike)
            && Domains.Lookalikes.Contains(act.Domain)));
        Add("12 HTTP only", null, ledger.Reading(act => act.Manner != Manner.Tls));
        Add("12 TLS only", null, ledger.Reading(act => act.Manner == Manner.Tls));
        Add("12 requests to a proxy not read", null, ledger.Reading(act => act.Manner is not (Manner.Proxy or Manner.ProxyWithoutHost)));
        Add("12 names taken from the Host header only", null, ledger.Reading(act => act.Manner != Manner.ProxyWithoutHost));
        Add("12 upper case not folded", null, ledger.Reading(act => act.Manner != Manner.MixedCase));
        Add("12 port in the Host header not cut off", null, ledger.Reading(act => act.Manner != Manner.WithPort));
        Add("14 damaged frames read carelessly", Trap.Careless, ledger.Blaming(Trap.Careless));
    }

    private void Hours()
    {
        Add("09 all hours counted", Trap.OutsideHours, ledger.With(act => Ledger.IsFacebookVisit(act) && Week.IsCounted(act.Day)));
        Add("09 nine o'clock itself counted", null, ledger.With(act => Ledger.IsFacebookVisit(act) && Week.IsCounted(act.Day)
            && act.Time == Week.At(act.Day, 9)));
        Add("09 eight o'clock itself not counted", null, ledger.Reading(act => act.Time != Week.At(act.Day, 8)));
        Add("09 last second of the hour not counted", null, ledger.Reading(act => act.Time < Week.At(act.Day, 8, 59, 59)));
        Add("09 exactly at the edges of the hour", Trap.EdgeOfTheHour, null);
        Add("09 hours taken as UTC", null, Ledger.Distinct(
            ledger.Plan.Acts.Where(act => Ledger.IsFacebookVisit(act) && Week.IsCounted(act.Day) && Week.HourOf(act.Time) == 16), act => act.Owner));
        Add("10 Sunday counted", Trap.SundayOnly, ledger.With(act => Ledger.IsFacebookVisit(act) && Week.HourOf(act.Time) == 8));
        Add("13 duplicates after eight of requests before eight counted", null, ledger.With(act => act.MustDuplicate && Ledger.IsFacebookVisit(act)));
    }

    private void Leases()
    {
        Add("05 renewals not read", Trap.Renewal, ledger.Reading(
            act => act.Stay is not Stay stay || act.Time <= stay.Acknowledged + (stay.LeaseSeconds * Week.Second) + Grace));
        Add("06 leases.csv not read", Trap.LeaseBeforeCapture, ledger.Reading(act => act.Stay is null || !act.Stay.IsImported
            || act.Stay.Acks.Any(ack => ack > Week.Start && ack < act.Time)));
        Add("06 leases.csv preferred to what the capture shows", Trap.ImportedThenReleased, ledger.Reading(
            act => act.Stay?.After is not { IsImported: true }));
        Add("17 INFORM's ACK ends the lease", Trap.InformWhileLeased, ledger.Reading(act => act.Trap != Trap.InformWhileLeased));
        Add("17 INFORM's ACK gives a lease", Trap.InformStatic, ledger.Blaming(Trap.InformStatic));
        Add("17 DECLINE not read", Trap.Decline, ledger.Blaming(Trap.Decline));
        Add("17 REQUEST taken for a lease in spite of the NAK", Trap.Nak, ledger.Blaming(Trap.Nak));
        Add("17 ACKs through a relay not read", null, ledger.Reading(act => act.Stay is not { IsSeenBehindRelayOnly: true }
            || (act.Stay.Acks.Count > 1 && act.Stay.Acks[1] < act.Time)));
        Add("18 no grace", Trap.GraceAfterExpiry, ledger.Reading(act => act.Stay is not Stay stay || act.Time <= stay.LeaseEnd));
        Add("18 leases never end", Trap.LongAfterExpiry, ledger.Blaming(Trap.LongAfterExpiry));
        Add("18 grace although the address is leased again", Trap.LeasedAgain, ledger.Blaming(Trap.LeasedAgain));
    }

    private void Counters(MirrorPort port, DhcpTalk talk)
    {
        Add("duplicates", null, port.Duplicates);
        Add("duplicates one hop later", null, port.DuplicatesOneHopLater);
        Add("duplicates with a VLAN tag", null, port.DuplicatesTagged);
        Add("damaged", null, port.Damaged);
        Add("cut by snap length", null, port.CutBySnapLength);
        Add("decoys behind the right length", null, port.Decoys);
        Add("leases given", null, talk.Acknowledgements - talk.Renewals);
        Add("renewals", null, talk.Renewals);
        Add("releases", null, talk.Releases);
        Add("informs", null, talk.Informs);
    }

    private void Add(string name, Trap? trap, int? count) =>
        _rows.Add(new TrapRow(name, trap is Trap known ? _cast.MembersOf(known) : null, count));

    private static bool All(Act act) => true;

    private static Person? Holder(Act act, Index index) =>
        act.Device.Holdings.Count == 0 ? null : act.Device.Holdings[index].Person;

    private static bool InWindow(Act act, ActKind kind, Site site, Role role) =>
        act.Kind == kind && act.Domain.Site == site && act.Domain.Role == role && Ledger.IsInWindow(act);
}
