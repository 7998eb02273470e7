namespace TrafficClassifier.Capture.Live.Recording;

/// <summary>How recording is doing.</summary>
/// <param name="File">Being written; null: none.</param>
/// <param name="FilesDone">Completed by this recorder.</param>
/// <param name="FilesDeleted">For want of place, of earlier recorders included.</param>
/// <param name="Recorded">Frames in files, or on the way there.</param>
/// <param name="Unrecorded">Frames that came and are in no file.</param>
/// <param name="Bytes">Of all frames that came, on the wire.</param>
/// <param name="Problem">One line: why nothing is written; null: all is well.</param>
public sealed record RecorderState(string? File, long FilesDone, long FilesDeleted, long Recorded, long Unrecorded, long Bytes, string? Problem);
