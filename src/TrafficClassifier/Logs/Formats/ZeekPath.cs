namespace TrafficClassifier.Logs.Formats;

/// <summary>Which of Zeek's logs it is.</summary>
internal enum ZeekPath : byte
{
    Other,
    Dns,
    Ssl,
    Quic,
    Http,
    Dhcp,
}
