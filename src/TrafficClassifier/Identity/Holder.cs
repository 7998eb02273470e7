using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>Who was behind an address at a time, as far as is known.</summary>
/// <param name="Kind">Which of the others tells the most.</param>
/// <param name="Address">The address that was asked for.</param>
/// <param name="Device">The device that held it, or none.</param>
/// <param name="Staff">The person whose device it was, or none.</param>
public readonly record struct Holder(SubjectKind Kind, IpAddress Address, DeviceId Device, StaffId Staff);
