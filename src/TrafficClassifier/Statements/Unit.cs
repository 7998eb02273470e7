namespace TrafficClassifier.Statements;

/// <summary>What a statement counts. Staff needs a directory, devices need leases.</summary>
public enum Unit : byte
{
    Staff,
    Devices,
    Addresses,
}
