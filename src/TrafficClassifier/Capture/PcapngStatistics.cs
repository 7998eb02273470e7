namespace TrafficClassifier.Capture;

/// <summary>What an interface statistics block tells, of the frames of its file.</summary>
/// <param name="Accepted">Frames that passed the filter, the lost ones included.</param>
/// <param name="Dropped">Of these, lost before they were handed over.</param>
/// <param name="Delivered">Of these, in the file.</param>
internal readonly record struct PcapngStatistics(Instant Start, Instant End, long Accepted, long Dropped, long Delivered);
