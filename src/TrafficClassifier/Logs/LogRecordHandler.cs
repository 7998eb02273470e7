namespace TrafficClassifier.Logs;

/// <summary>Takes a record; its spans are good until it returns.</summary>
public delegate void LogRecordHandler(scoped in LogRecord record);
