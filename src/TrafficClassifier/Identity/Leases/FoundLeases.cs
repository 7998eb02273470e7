using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity.Leases;

/// <summary>Collects what a lease file tells: leases, and the mistakes in it.</summary>
internal sealed class FoundLeases(string path, DeviceTable devices)
{
    public const int MostErrors = 1000;

    private readonly List<Lease> _leases = [];
    private readonly List<AccountingRecord> _accounting = [];
    private readonly List<InputError> _errors = [];
    private readonly Dictionary<IpAddress, int> _latest = [];

    public IReadOnlyList<Lease> Leases => _leases;

    public IReadOnlyList<AccountingRecord> Accounting => _accounting;

    public IReadOnlyList<InputError> Errors => _errors;

    public DeviceTable Devices => devices;

    public void Add(in Lease lease)
    {
        _latest[lease.Address] = _leases.Count;
        _leases.Add(lease);
    }

    public void Add(AccountingRecord record) => _accounting.Add(record);

    /// <summary>The lease of the address that stands last in the file so far.</summary>
    public bool TryFindLatest(IpAddress address, out Lease lease)
    {
        var isFound = _latest.TryGetValue(address, out var at);
        lease = isFound ? _leases[at] : default;
        return isFound;
    }

    /// <summary>Ends the latest lease of the address earlier than it said; what ends as it begins was nobody's.</summary>
    public void Shorten(IpAddress address, Instant end)
    {
        if (_latest.TryGetValue(address, out var at) && end < _leases[at].End)
        {
            var lease = _leases[at];
            _leases[at] = end > lease.Start ? lease with { End = end } : lease with { End = lease.Start, Device = DeviceId.None };
        }
    }

    public void Fail(int line, string reason)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(new InputError(path, line, reason));
        }
        else if (_errors.Count == MostErrors)
        {
            _errors.Add(new InputError(path, line, $"{MostErrors} mistakes: further ones are not told"));
        }
    }

    public void Clear()
    {
        _leases.Clear();
        _errors.Clear();
        _latest.Clear();
    }
}
