using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;
using TrafficClassifier.Workers;

namespace TrafficClassifier;

/// <summary>
/// The whole way of a frame, or of a line of a log: dissected into sightings and bindings, attributed to whoever held the address at that time, matched to a
/// site, counted into the bucket of its minute. Buckets that close go to the sinks. One pipeline is used by one thread: <see cref="Process"/>
/// goes the whole way; with several workers these dissect, and a <see cref="CountingStage"/> goes on from what they found.
/// </summary>
public sealed class Pipeline
{
    private readonly SubjectKind _closest;
    private ConnectionNamer _namer;
    private Calendar _calendar;
    private Attribution _attribution;
    private readonly DeviceAnswers _deviceAnswers;
    private DuplicateFilter? _duplicates;
    private FrameDissector? _dissector;
    private IReadOnlyList<Worker> _workers = [];
    private readonly UsageCounter _usage;
    private readonly LogSightings _logs;
    private readonly LogRecordHandler _takeLog;
    private DateOnly _day;
    private long _refused;

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
        _closest = options.Closest;
        _attribution = new Attribution(Book, Subjects, directory, _closest);
        _deviceAnswers = new DeviceAnswers(Answers, _attribution, Devices);
        Reader = new SightingReader(Count, Readers, Answers, PublicNames);
        _logs = new LogSightings(Count, Reader, Book, Leases, Answers, PublicNames);
        _takeLog = Take;
        Tunnels = options.Tunnels;
        _usage = new UsageCounter(sinks);
    }

    public DeviceTable Devices { get; }

    /// <summary>Who holds which address.</summary>
    public AddressBook Book { get; }

    /// <summary>The leases of the book.</summary>
    public BindingTable Bindings => Book.Leases;

    /// <summary>Numbers for whom is counted: of the directory in use.</summary>
    public SubjectTable Subjects { get; private set; }

    /// <summary>What told of them.</summary>
    public BindingReader Readers { get; }

    public LeaseReader Leases => Readers.Leases;

    /// <summary>Whose tunnels are opened.</summary>
    internal TunnelPolicy Tunnels { get; }

    /// <summary>Takes messages, wherever they were dissected.</summary>
    internal SightingReader Reader { get; }

    private IEnumerable<FrameDissector> Dissectors => _dissector is null ? _workers.Select(worker => worker.Dissector) : [_dissector];

    /// <summary>What clients were told by DNS.</summary>
    public DnsAnswers Answers { get; } = new();

    /// <summary>Covers of encrypted hellos that HTTPS records offered.</summary>
    public PublicNames PublicNames { get; } = new();

    /// <summary>Frames by <see cref="FrameOutcome"/>, of all workers.</summary>
    public ReadOnlySpan<long> Outcomes
    {
        get
        {
            var sum = new long[Enum.GetValues<FrameOutcome>().Length];
            foreach (var dissector in Dissectors)
            {
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += dissector.Outcomes[i];
                }
            }
            return sum;
        }
    }

    /// <summary>Frames nested deeper than is followed.</summary>
    public long TooDeep => Dissectors.Sum(dissector => dissector.TooDeep);

    /// <summary>Packets of tunnels that <see cref="PipelineOptions.Tunnels"/> does not open.</summary>
    public long UntrustedTunnels => Dissectors.Sum(dissector => dissector.UntrustedTunnels);

    /// <summary>QUIC packets that no version's keys opened.</summary>
    public long UndecryptableQuic => Dissectors.Sum(dissector => dissector.UndecryptableQuic);

    /// <summary>Leases and accounting records that named who holds an address, from files or the wire.</summary>
    public long BindingsHeard => Bindings.Counters.Leases + Bindings.Counters.Renewals + Book.Sessions.Counters.Starts + Book.Sessions.Counters.Continued;

    /// <summary>Minutes that were opened again for what came late.</summary>
    public long Reopened => _usage.Reopened;

    /// <summary>Minutes that have not closed: to be looked at between frames.</summary>
    public IReadOnlyList<UsageBucket> OpenBuckets => _usage.OpenBuckets;

    /// <summary>What bounded tables gave up: with 0 the same input gives the same numbers.</summary>
    public long Evictions =>
        (_duplicates?.Evictions ?? 0) + (_dissector?.Evictions ?? 0) + _workers.Sum(worker => worker.Evictions) + Book.Evictions + _refused + Subjects.Refused + Readers.Evictions + Answers.Evictions + PublicNames.Evictions;

    public void Process(scoped in CapturedFrame frame)
    {
        _dissector ??= new FrameDissector(Reader, _duplicates = new DuplicateFilter(), Tunnels);
        _dissector.Expire(frame.Time); // before minutes close that it may count in
        MoveTo(frame.Time);
        var outcome = _dissector.Dissect(frame);
        _usage.Coverage[outcome]++;
    }

    /// <summary>Takes what a line of a log tells, in its place among the frames.</summary>
    /// <param name="due">The place's time: that of the line, or of the one before it where that is later.</param>
    /// <param name="log">Stands at the line.</param>
    public void Process(Instant due, LogReader log)
    {
        _dissector?.Expire(due);
        MoveTo(due);
        Take(log.Records.Bytes);
    }

    /// <summary>Frames that never came, in the minute of the last one that did.</summary>
    public void CountLost(long frames) => _usage.Coverage.Lost += frames;

    /// <summary>What was not seen, in the minute of this time.</summary>
    public void CountLoss(Instant time, in CaptureLoss loss)
    {
        if (loss == default)
        {
            return;
        }
        var minute = _usage.Minute;
        var isOther = MoveTo(time);
        var coverage = _usage.Coverage;
        coverage.Lost += loss.InRing + loss.BeforeRing;
        coverage.LostBeforeRing += loss.BeforeRing;
        coverage.KeptAway += loss.KeptAway;
        coverage.Freezes += loss.Freezes;
        coverage.SecondsNotCaptured += loss.SecondsNotCaptured;
        coverage.ClockSteps += loss.ClockSteps;
        if (isOther && minute > _usage.Minute)
        {
            MoveTo(Instant.FromMinute(minute));
        }
    }

    /// <summary>
    /// From the next frame on these say whose domain, day and device it is; leases, neighbours and DNS answers stay known. Numbers of sites and
    /// staff mean something else then, so the open minutes close as they are: what comes for them is a part of its own, and sinks add it.
    /// <see cref="Subjects"/> is a new table.
    /// </summary>
    public void Reload(SiteCatalog catalog, Calendar calendar, StaffDirectory? directory)
    {
        var (isBegun, minute) = (_usage.OpenBuckets.Count > 0, _usage.Minute);
        _usage.Close();
        _refused += Subjects.Refused;
        _namer = new ConnectionNamer(catalog);
        _calendar = calendar;
        Devices.Directory = directory;
        Subjects = new SubjectTable(directory?.Staff.Count ?? 0);
        _attribution = new Attribution(Book, Subjects, directory, _closest);
        _deviceAnswers.Attribution = _attribution;
        if (isBegun)
        {
            MoveTo(Instant.FromMinute(minute));
        }
    }

    /// <summary>Closes the open buckets: the input has ended.</summary>
    public void Close()
    {
        _dissector?.Close();
        _usage.Close();
    }

    /// <summary>These dissect from now on: their counters are the pipeline's.</summary>
    internal void Join(IReadOnlyList<Worker> workers) => _workers = workers;

    /// <summary>Frames of the minute of this time by outcome, and as the last figure those that were lost.</summary>
    internal void CountFrames(Instant time, ReadOnlySpan<long> figures)
    {
        var minute = _usage.Minute;
        var isLate = MoveTo(time);
        for (var i = 0; i < figures.Length - 1; i++)
        {
            _usage.Coverage[(FrameOutcome)i] += figures[i];
        }
        _usage.Coverage.Lost += figures[^1];
        if (isLate)
        {
            MoveTo(Instant.FromMinute(minute));
        }
    }

    private void Count(AccountingTrust trust)
    {
        _usage.Coverage.UnverifiedAccounting += trust == AccountingTrust.Unverified ? 1 : 0;
        _usage.Coverage.ForgedAccounting += trust == AccountingTrust.Forged ? 1 : 0;
    }

    /// <summary>What a line of a log tells, as it was kept.</summary>
    internal void Take(ReadOnlySpan<byte> records) => RecordBuffer.Tell(records, _takeLog);

    /// <summary>In the record's own minute.</summary>
    private void Take(scoped in LogRecord record)
    {
        var minute = _usage.Minute;
        var isLate = MoveTo(record.Time);
        _usage.Coverage.LogRecords++;
        _logs.Take(record);
        if (isLate)
        {
            MoveTo(Instant.FromMinute(minute));
        }
    }

    internal bool MoveTo(Instant time)
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
        var holder = _attribution.Resolve(sighting.Client, sighting.Who, sighting.Time, _day);
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
