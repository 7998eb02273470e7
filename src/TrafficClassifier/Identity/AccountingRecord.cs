namespace TrafficClassifier.Identity;

/// <summary>A record of accounting out of a log.</summary>
/// <param name="Session">The access server and its number for the session.</param>
/// <param name="Status">What it tells.</param>
/// <param name="Time">When that happened.</param>
/// <param name="Who">The user, with the device; none where the record names nobody.</param>
/// <param name="Places">Where the session is.</param>
public sealed record AccountingRecord(byte[] Session, AccountingStatus Status, Instant Time, DeviceId Who, SessionPlaces Places);
