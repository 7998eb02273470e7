namespace TrafficClassifier.Capture;

/// <summary>Why a capture could not be read to its end. What stood before the fault was counted.</summary>
/// <param name="Input">The file's path, or "-".</param>
/// <param name="Offset">Bytes from the start, of the uncompressed data when the input is compressed.</param>
/// <param name="Reason">One line for a person.</param>
public sealed record CaptureFault(string Input, long Offset, string Reason)
{
    public override string ToString() => $"{Input}: offset {Offset}: {Reason}";
}
