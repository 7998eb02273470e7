using System.Buffers.Binary;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs;

/// <summary>
/// Turns records of logs into the sightings and bindings that frames give: a resolver's log gives look-ups, a proxy's and a sensor's
/// connections; leases and sessions go into the same book. What a proxy refused is a look-up: somebody asked for the name, no more.
/// </summary>
internal sealed class LogSightings
{
    private readonly SightingHandler _handler;
    private readonly SightingReader _reader;
    private readonly AddressBook _book;
    private readonly LeaseReader _leases;
    private readonly DnsAnswers _answers;
    private readonly PublicNames _publicNames;
    private readonly byte[] _name = new byte[DnsName.LongestText];

    /// <param name="handler">Takes each sighting.</param>
    /// <param name="reader">Takes DNS messages as if they had been seen on the wire.</param>
    /// <param name="book">Takes leases and sessions.</param>
    /// <param name="leases">Remembers what clients say of themselves.</param>
    /// <param name="answers">Remembers what clients were told.</param>
    /// <param name="publicNames">The covers that are offered.</param>
    public LogSightings(SightingHandler handler, SightingReader reader, AddressBook book, LeaseReader leases, DnsAnswers answers, PublicNames publicNames)
    {
        _handler = handler;
        _reader = reader;
        _book = book;
        _leases = leases;
        _answers = answers;
        _publicNames = publicNames;
    }

    public void Take(scoped in LogRecord record)
    {
        switch (record.Kind)
        {
            case LogRecordKind.Lookup or LogRecordKind.Refused:
                Look(record);
                break;
            case LogRecordKind.Answer:
                _answers.Tell(record.Time, record.Client, record.Server, Name(record), (uint)Math.Clamp(record.Seconds, 0, uint.MaxValue));
                break;
            case LogRecordKind.DnsMessage:
                TellMessage(0, record, _reader);
                break;
            case LogRecordKind.Tls or LogRecordKind.Quic or LogRecordKind.Http or LogRecordKind.Connect:
                Connect(record);
                break;
            case LogRecordKind.LeaseGranted:
                var end = record.Seconds is LogRecord.Untold or uint.MaxValue ? Instant.MaxValue : record.Time.AddSeconds(record.Seconds);
                _book.Leases.Add(new Lease(record.Client, DeviceOf(record), record.Time, end, BindingSource.ServerLog));
                break;
            case LogRecordKind.LeaseAsked:
                DeviceOf(record);
                break;
            case LogRecordKind.LeaseEnded:
                _book.Leases.End(record.Client, DeviceOf(record), record.Time);
                break;
            default:
                TakeSession(record);
                break;
        }
    }

    private ReadOnlySpan<byte> Name(scoped in LogRecord record) => _name.AsSpan(0, LogName.Format(record.Name, _name));

    private DeviceId UserOf(scoped in LogRecord record) =>
        record.User.IsEmpty ? DeviceId.None : StationName.Intern(_book.Devices, record.User, MacAddress.None);

    private void Look(scoped in LogRecord record)
    {
        var name = Name(record);
        if (!name.IsEmpty)
        {
            _handler(new Sighting(record.Time, record.Client, name, Evidence.Lookup) { Who = UserOf(record) });
        }
    }

    /// <summary>As <see cref="SightingReader.ObserveClientHello"/>.</summary>
    private void Connect(scoped in LogRecord record)
    {
        var name = Name(record);
        var needsAnswers = record.IsEncryptedHello || name.IsEmpty;
        _handler(new Sighting(record.Time, record.Client, name, Evidence.Connection)
        {
            IsEncryptedHello = record.IsEncryptedHello,
            IsPublicName = record.IsEncryptedHello && _publicNames.Contains(record.Time, name),
            Server = needsAnswers ? record.Server : default,
            Told = needsAnswers ? _answers.Find(record.Time, record.Client, record.Server) : default,
            OutOfSight = record.ServerPort == SightingReader.EncryptedDnsPort && record.Kind != LogRecordKind.Http ? OutOfSight.EncryptedDns : OutOfSight.None,
            Who = UserOf(record),
        });
    }

    /// <summary>Tells a DNS message as if it had been seen on the wire.</summary>
    /// <param name="number">Of the line.</param>
    /// <param name="record">With the message.</param>
    /// <param name="observer">Told.</param>
    public static void TellMessage(long number, scoped in LogRecord record, IFrameObserver observer)
    {
        if (DnsMessage.TryRead(record.Message, out var message) != DecodeStatus.Ok)
        {
            return;
        }
        Span<byte> addresses = stackalloc byte[32];
        var (from, to) = message.IsResponse ? (record.Server, record.Client) : (record.Client, record.Server);
        Write(from, addresses);
        Write(to, addresses[16..]);
        var (fromPort, toPort) = message.IsResponse ? (record.ServerPort, record.ClientPort) : (record.ClientPort, record.ServerPort);
        var context = new FrameContext(record.Time, number)
        {
            Addresses = from.IsIpv4 && to.IsIpv4 ? Ipv4Of(addresses) : addresses,
            SourcePort = fromPort,
            DestinationPort = toPort,
            IsTcp = record.IsTcp,
        };
        observer.ObserveDns(context, DnsKind.Dns, message);
    }

    /// <summary>The last four bytes of each, where they stand in an IPv4 header.</summary>
    private static ReadOnlySpan<byte> Ipv4Of(Span<byte> addresses)
    {
        addresses.Slice(12, 4).CopyTo(addresses);
        addresses.Slice(28, 4).CopyTo(addresses[4..]);
        return addresses[..8];
    }

    private static void Write(IpAddress address, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], address.Low);
    }

    private DeviceId DeviceOf(scoped in LogRecord record)
    {
        Span<byte> room = stackalloc byte[DeviceTable.LongestPart];
        scoped ReadOnlySpan<byte> name = room[..WireText.Format(record.HostName.TrimEnd((byte)0), room)];
        scoped ReadOnlySpan<byte> clientId = record.ClientId;
        _leases.Complete(record.Mac, record.Time, ref clientId, ref name);
        var mac = record.Mac == MacAddress.None && !record.Client.IsIpv4 ? MacAddress.FromBytes(DhcpUniqueId.EthernetOf(clientId)) : record.Mac;
        return _book.Devices.Intern(mac, clientId, name, isWeak: record.Kind == LogRecordKind.LeaseAsked);
    }

    private void TakeSession(scoped in LogRecord record)
    {
        var status = record.Kind switch
        {
            LogRecordKind.SessionStart => AccountingStatus.Start,
            LogRecordKind.SessionStop => AccountingStatus.Stop,
            LogRecordKind.SessionInterim => AccountingStatus.Interim,
            _ => AccountingStatus.On,
        };
        const int Longest = 255;
        Span<byte> key = stackalloc byte[1 + (2 * Longest)];
        var server = record.AccessServer[..Math.Min(record.AccessServer.Length, Longest)];
        key = key[..ServerSessions.Key(server, record.Session[..Math.Min(record.Session.Length, Longest)], key)];
        var places = new SessionPlaces(record.Client, record.ClientIpv6, record.Ipv6Prefix, record.Mac);
        _book.Sessions.Take(key, status, record.Time, StationName.Intern(_book.Devices, record.User, record.Mac), places);
    }
}
