using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>A statement that a device holds an address from a moment to another, half-open.</summary>
/// <param name="Address">The address leased.</param>
/// <param name="Device">Who holds it.</param>
/// <param name="Start">From then on; <see cref="Instant.MinValue"/> where the source does not tell.</param>
/// <param name="End">Until then, unless renewed.</param>
/// <param name="Source">Who says so.</param>
public readonly record struct Lease(IpAddress Address, DeviceId Device, Instant Start, Instant End, BindingSource Source);
