namespace TrafficClassifier.Storage;

/// <summary>How far an input has been counted: all before it is in the store, nothing behind it.</summary>
/// <param name="Input">File, interface or pipe.</param>
/// <param name="Position">In the input's own measure.</param>
public readonly record struct InputPosition(string Input, long Position);
