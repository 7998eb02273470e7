using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier;

/// <summary>
/// The whole way of a frame: dissected into sightings and bindings, attributed to whoever held the address at that time, matched to a
/// site, counted into the bucket of its minute. Buckets that close go to the sinks. One pipeline is used by one thread.
/// </summary>
public sealed class Pipeline
{
    private readonly ConnectionNamer _namer;
    private readonly Calendar _calendar;
    private readonly Attribution _attribution;
    private readonly DeviceAnswers _deviceAnswers;
    private readonly DuplicateFilter _duplicates = new();
    private readonly FrameDissector _dissector;
    private readonly UsageCounter _usage;
    private DateOnly _day;

    /// <param name="catalog">Whose domain it is.</param>
    /// <param name="calendar">Whose zone the directory's dates are in.</param>
    /// <param name="directory">Whose device it is; null without one.</param>
    /// <param name="options">Bounds and time-outs.</param>
    /// <param name="sinks">Where closed buckets go.</param>
    public Pipeline(SiteCatalog catalog, Calendar calendar, StaffDirectory? directory, PipelineOptions options, params IReadOnlyList<IBucketSink> sinks)
    {
        _namer = new ConnectionNamer(catalog);
        _calendar = calendar;
        Devices = new DeviceTable(directory: directory);
        Book = new AddressBook(Devices, options.GraceSeconds);
        Readers = new BindingReader(Book, options.RadiusSecret, Count);
        Subjects = new SubjectTable(directory?.Staff.Count ?? 0);
        _attribution = new Attribution(Book, Subjects, directory, options.Closest);
        _deviceAnswers = new DeviceAnswers(Answers, _attribution, Devices);
        _dissector = new FrameDissector(new SightingReader(Count, Readers, Answers, PublicNames), _duplicates);
        _usage = new UsageCounter(sinks);
    }

    public DeviceTable Devices { get; }

    /// <summary>Who holds which address.</summary>
    public AddressBook Book { get; }

    /// <summary>The leases of the book.</summary>
    public BindingTable Bindings => Book.Leases;

    public SubjectTable Subjects { get; }

    /// <summary>What told of them.</summary>
    public BindingReader Readers { get; }

    public LeaseReader Leases => Readers.Leases;

    /// <summary>What clients were told by DNS.</summary>
    public DnsAnswers Answers { get; } = new();

    /// <summary>Covers of encrypted hellos that HTTPS records offered.</summary>
    public PublicNames PublicNames { get; } = new();

    /// <summary>Minutes that have not closed: to be looked at between frames.</summary>
    public IReadOnlyList<UsageBucket> OpenBuckets => _usage.OpenBuckets;

    /// <summary>Frames by <see cref="FrameOutcome"/>.</summary>
    public ReadOnlySpan<long> Outcomes => _dissector.Outcomes;

    /// <summary>What bounded tables gave up: with 0 the same input gives the same numbers.</summary>
    public long Evictions =>
        _duplicates.Evictions + _dissector.Evictions + Book.Evictions + Subjects.Refused + Readers.Evictions + Answers.Evictions + PublicNames.Evictions;

    public void Process(scoped in CapturedFrame frame)
    {
        _dissector.Expire(frame.Time); // before minutes close that it may count in
        MoveTo(frame.Time);
        var outcome = _dissector.Dissect(frame);
        _usage.Coverage[outcome]++;
    }

    /// <summary>Frames that never came, in the minute of the last one that did.</summary>
    public void CountLost(long frames) => _usage.Coverage.Lost += frames;

    /// <summary>Closes the open buckets: the input has ended.</summary>
    public void Close()
    {
        _dissector.Close();
        _usage.Close();
    }

    private void Count(AccountingTrust trust)
    {
        _usage.Coverage.UnverifiedAccounting += trust == AccountingTrust.Unverified ? 1 : 0;
        _usage.Coverage.ForgedAccounting += trust == AccountingTrust.Forged ? 1 : 0;
    }

    private bool MoveTo(Instant time)
    {
        if (!_usage.MoveTo(time))
        {
            return false;
        }
        _day = _calendar.ToLocal(_usage.Minute).Day;
        return true;
    }

    /// <summary>In the sighting's own minute: a message that never got whole is told of later than it came.</summary>
    private void Count(scoped in Sighting sighting)
    {
        var minute = _usage.Minute;
        var isLate = MoveTo(sighting.Time);
        CountHere(sighting);
        if (isLate)
        {
            MoveTo(Instant.FromMinute(minute));
        }
    }

    private void CountHere(scoped in Sighting sighting)
    {
        var coverage = _usage.Coverage;
        var holder = _attribution.Resolve(sighting.Client, sighting.Time, _day);
        var name = NameOf(sighting, holder);
        if (sighting.Evidence == Evidence.Connection)
        {
            CountConnection(name, holder);
        }
        if (name.Kind != ConnectionNameKind.Named)
        {
            return;
        }
        coverage.Sightings++;
        coverage.WithoutPerson += holder.Kind == SubjectKind.Staff ? 0 : 1;
        coverage.Shared += holder.Kind == SubjectKind.Shared ? 1 : 0;
        if (holder.Device != DeviceId.None && Devices[holder.Device].Mac.IsLocallyAdministered)
        {
            coverage.RandomMac++;
            coverage.RandomMacWithoutPerson += holder.Kind == SubjectKind.Staff ? 0 : 1;
        }
        coverage.WithoutDevice += holder.Kind == SubjectKind.Address ? 1 : 0;
        if (name.Match.Site == SiteId.None)
        {
            coverage.Uncatalogued++;
            return;
        }
        _usage.Count(new CellKey(name.Match.Site, name.Evidence, name.Match.Role), _attribution.Number(holder));
    }

    private ConnectionName NameOf(scoped in Sighting sighting, in Holder holder)
    {
        var name = _namer.Name(sighting);
        if (sighting.Evidence == Evidence.Lookup)
        {
            _deviceAnswers.Hear(holder);
        }
        else if (name.Kind is ConnectionNameKind.Unnamed or ConnectionNameKind.Hidden)
        {
            return _namer.Name(sighting with { Told = _deviceAnswers.Find(sighting, holder, _day) });
        }
        return name;
    }

    /// <summary>Whether a connection shows where it goes, and what it takes out of sight.</summary>
    private void CountConnection(in ConnectionName name, in Holder holder)
    {
        var coverage = _usage.Coverage;
        coverage.Connections++;
        coverage.NamedByAnswer += name.Evidence == Evidence.Answer ? 1 : 0;
        coverage.Hidden += name.Kind == ConnectionNameKind.Hidden ? 1 : 0;
        coverage.EncryptedDns += name.OutOfSight == OutOfSight.EncryptedDns ? 1 : 0;
        coverage.RelaysAndVpns += name.OutOfSight == OutOfSight.RelayOrVpn ? 1 : 0;
        if (name.Kind == ConnectionNameKind.Hidden || name.OutOfSight != OutOfSight.None)
        {
            _usage.Count(CellKey.Hidden, _attribution.Number(holder));
        }
        else if (name.Kind == ConnectionNameKind.Unnamed)
        {
            coverage.Unnamed++;
            _usage.Count(CellKey.Unnamed, _attribution.Number(holder));
        }
        if (name.Kind == ConnectionNameKind.Ambiguous)
        {
            coverage.Ambiguous++;
            _usage.Count(CellKey.Ambiguous, _attribution.Number(holder));
        }
    }
}
