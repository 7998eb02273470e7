namespace TrafficClassifier.Identity.Leases;
public sealed record LeaseFileContent(IReadOnlyList<Lease> Leases, IReadOnlyList<InputError> Errors);
public static class LeaseFile { public static LeaseFileContent Read(string path, DeviceTable devices) => new([], []); }
