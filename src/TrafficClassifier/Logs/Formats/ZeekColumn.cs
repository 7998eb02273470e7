namespace TrafficClassifier.Logs.Formats;

/// <summary>The columns of Zeek's logs that are read.</summary>
internal enum ZeekColumn : byte
{
    Time,
    Client,
    ClientPort,
    Server,
    ServerPort,
    Query,
    QueryClass,
    QueryType,
    Answers,
    AnswerLives,
    ServerName,
    Host,
    Method,
    ClientAddress,
    AssignedAddress,
    Mac,
    HostName,
    ClientName,
    LeaseTime,
    MessageTypes,
    Path,
    QuicVersion,
    QuicConnection,
    Count,
}
