using System.Runtime.InteropServices;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs;

/// <summary>The fixed part of a record in a <see cref="RecordBuffer"/>; its texts follow, in the order of their lengths here.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct RecordHead
{
    public Instant Time;
    public long Seconds;
    public IpAddress Client;
    public IpAddress Server;
    public IpAddress ClientIpv6;
    public IpAddress Ipv6Prefix;
    public MacAddress Mac;
    public int NameLength;
    public int QueryTypeLength;
    public int UserLength;
    public int ClientIdLength;
    public int HostNameLength;
    public int SessionLength;
    public int AccessServerLength;
    public int MessageLength;
    public ushort ClientPort;
    public ushort ServerPort;
    public LogRecordKind Kind;
    public bool IsEncryptedHello;
    public bool IsTcp;

    public readonly int TextLength =>
        NameLength + QueryTypeLength + UserLength + ClientIdLength + HostNameLength + SessionLength + AccessServerLength + MessageLength;
}
