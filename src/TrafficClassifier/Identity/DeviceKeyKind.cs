namespace TrafficClassifier.Identity;

/// <summary>In the order of trust: a client id survives a change of the network card, a host name is whatever its owner typed.</summary>
public enum DeviceKeyKind : byte
{
    ClientId,
    Mac,
    HostName,

    /// <summary>A name to log in with, told by accounting.</summary>
    User,
}
