namespace TrafficClassifier.Identity.Leases;

/// <summary>What a lease file tells.</summary>
/// <param name="Format">Whose it is, by what stands in it.</param>
/// <param name="Leases">In the order of the file, one for each lease and each renewal. A device that the full
/// <see cref="DeviceTable"/> refused is <see cref="DeviceId.None"/>: nobody known, but not the holder before either.</param>
/// <param name="Errors">Lines that could not be used.</param>
public sealed record LeaseFileContent(LeaseFormat Format, IReadOnlyList<Lease> Leases, IReadOnlyList<InputError> Errors)
{
    /// <summary>Records of accounting, in the order of the file; in place of leases where it is a log of RADIUS.</summary>
    public IReadOnlyList<AccountingRecord> Accounting { get; init; } = [];
}
