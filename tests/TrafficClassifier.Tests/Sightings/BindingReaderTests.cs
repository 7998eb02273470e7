using System.Net;
using TrafficClassifier.Capture;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Identity;
using TrafficClassifier.Tests.Wire.Neighbours;
using TrafficClassifier.Tests.Wire.Radius;
using static TrafficClassifier.Tests.Wire.Dhcp.Dhcpv6Samples;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Whole frames of DHCPv6, ARP, neighbour discovery and RADIUS, and what they make of a look-up by the address.</summary>
[Collection(AloneCollection.Name)]
public sealed class BindingReaderTests
{
    private const string LinkLocal = "fe80::1", AllServers = "ff02::1:2", Server = "fe80::5", Site = "www.facebook.com";
    private const string People = "staff_id,department,device\nann,Arts,00:aa:bb:cc:dd:01\nbob,Law,00:aa:bb:cc:dd:99\nann,Arts,user:ann\nann,Arts,user:alice\nbob,Law,id:0004a256e92e40abd0d2a3ab3b3ff2ff8998\n*,,00:aa:bb:cc:dd:ff\n";
    private static readonly Instant _start = PipelineHarness.At("2010-01-04T08:00:00");
    private static readonly byte[] _uuid = Convert.FromHexString("0004a256e92e40abd0d2a3ab3b3ff2ff8998");
    private readonly StaffDirectory _directory = DirectoryFile.Read(new StringReader(People), "staff.csv");
    private PipelineHarness _harness;
    private Instant _now = _start;

    public BindingReaderTests() => _harness = new PipelineHarness(_directory);

    [Fact]
    public void A_dhcpv6_reply_binds_by_the_hardware_address_of_the_duid()
    {
        Send(Server, 547, LinkLocal, 546, Reply);

        Assert.Equal("ann", WhoLooksUp("2001:db8::17"));
    }

    [Fact]
    public void The_relay_knows_the_hardware_address_better_than_the_duid()
    {
        Send("2001:db8::99", 547, "2001:db8::5", 547, Relayed);
        Send("2001:db8::5", 547, "2001:db8::99", 547, Relay(13, 0, Option(9, Reply)));

        Assert.Equal("bob", WhoLooksUp("2001:db8::17"));
    }

    [Fact]
    public void A_clients_own_frame_knows_it_too()
    {
        Send(LinkLocal, 546, AllServers, 547, Message(1, Option(1, _uuid)), mac: "00aabbccdd01");
        Send(Server, 547, LinkLocal, 546, Message(7, Option(1, _uuid), Option(3, Association(Lease(Address, 60)))));

        Assert.Equal(new MacAddress(0x00aabbccdd01), DeviceOf("2001:db8::17")!.Mac);
    }

    [Fact]
    public void A_client_id_of_dhcpv4_and_a_duid_are_one_device()
    {
        var request = FrameBuilder.Dhcp(1, 3, "00AABBCCDD77", options: (61, [255, 1, 2, 3, 4, .. _uuid]));
        Send("0.0.0.0", 68, "255.255.255.255", 67, request);
        Send("10.1.0.1", 67, "10.1.1.1", 68, FrameBuilder.Dhcp(2, 5, "00AABBCCDD77", your: "10.1.1.1", options: (51, [0, 0, 14, 16])));
        Send(Server, 547, LinkLocal, 546, Message(7, Option(1, _uuid), Option(3, Association(Lease(Address, 3600)))));

        Assert.Equal(("bob", "bob"), (WhoLooksUp("10.1.1.1"), WhoLooksUp("2001:db8::17")));
        Assert.Equal(DeviceOf("10.1.1.1"), DeviceOf("2001:db8::17"));
    }

    [Theory]
    [InlineData(2, 0, 3600)]
    [InlineData(0, 4, 3600)]
    [InlineData(0, 0, 0)]
    public void What_a_reply_does_not_grant_binds_nothing(ushort association, ushort address, uint seconds)
    {
        byte[][] inside = association != 0 ? [Lease(Address, seconds), Status(association)] : [Lease(Address, seconds, address != 0 ? Status(address) : [])];
        Send(Server, 547, LinkLocal, 546, Message(7, Option(1, Duid), Option(3, Association(inside))));

        Assert.Null(DeviceOf("2001:db8::17"));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Release_and_decline_end_at_once(byte type)
    {
        Send(Server, 547, LinkLocal, 546, Reply);
        Send(LinkLocal, 546, AllServers, 547, Message(type, Option(1, Duid), Option(3, Association(Lease(Address, 0)))), mac: "00aabbccdd01");

        Assert.Null(DeviceOf("2001:db8::17"));
    }

    [Fact]
    public void Who_is_behind_a_delegated_prefix_is_shared()
    {
        Send(Server, 547, LinkLocal, 546, Reply);

        Assert.Equal("shared", WhoLooksUp("2001:db8:100:7::1"));
    }

    [Fact]
    public void A_host_name_of_dhcpv6_comes_from_the_clients_own_words()
    {
        Send(LinkLocal, 546, AllServers, 547, Solicit, mac: "00aabbccdd01");
        Send(Server, 547, LinkLocal, 546, Reply);

        Assert.Equal(new Device(new MacAddress(0x00aabbccdd01), Convert.ToHexStringLower(Duid), "pc-17.corp"), DeviceOf("2001:db8::17"));
    }

    [Fact]
    public void Arp_names_who_no_lease_names()
    {
        Arp("00aabbccdd01", NeighbourSamples.Arp);

        Assert.Equal("ann", WhoLooksUp("10.1.1.1"));
    }

    [Fact]
    public void A_probe_says_nothing_and_the_announcement_after_it_does()
    {
        Arp("00aabbccdd01", NeighbourSamples.Probe);
        Assert.Equal("address", WhoLooksUp("10.1.1.1"));
        Arp("00aabbccdd01", NeighbourSamples.ArpOf(1, "00aabbccdd01", [10, 1, 1, 1], [10, 1, 1, 1]));
        Assert.Equal("ann", WhoLooksUp("10.1.1.1"));
    }

    [Fact]
    public void Arp_in_somebody_elses_frame_is_not_believed()
    {
        Arp("00aabbccdd66", NeighbourSamples.Arp);

        Assert.Equal(("address", 1), (WhoLooksUp("10.1.1.1"), _harness.Pipeline.Readers.Neighbours.Disbelieved));
    }

    [Fact]
    public void Slaac_is_seen_by_its_question_for_duplicates()
    {
        Neighbour("::", "ff02::1:ff00:17", NeighbourSamples.DuplicateDetection, "00aabbccdd01");

        Assert.Equal("ann", WhoLooksUp("2001:db8::17"));
    }

    [Theory]
    [InlineData(1, 1, 6, "ann")]
    [InlineData(2, 1, 6, "ann")]
    [InlineData(1, 772, 6, "address")]
    [InlineData(2, 772, 6, "address")]
    [InlineData(1, 1, 65535, "address")]
    [InlineData(2, 1, 255, "address")]
    public void A_cooked_capture_tells_the_sender_too(int version, int hardware, int addressLength, string expected)
    {
        var packet = NeighbourFrame("::", "ff02::1:ff00:17", NeighbourSamples.DuplicateDetection, "00aabbccdd01", 255)[14..];
        byte[] sender = [0, 0xaa, 0xbb, 0xcc, 0xdd, 1, 0, 0], type = [(byte)(hardware >> 8), (byte)hardware];
        byte[] frame = version == 1
            ? [0, 1, .. type, (byte)(addressLength >> 8), (byte)addressLength, .. sender, 0x86, 0xdd, .. packet]
            : [0x86, 0xdd, 0, 0, 0, 0, 0, 2, .. type, 1, (byte)addressLength, .. sender, .. packet];
        _harness.Send(_now = _now.AddSeconds(1), frame, version == 1 ? LinkType.LinuxCooked : LinkType.LinuxCooked2);

        Assert.Equal(expected, WhoLooksUp("2001:db8::17"));
    }

    [Fact]
    public void Solicitations_and_advertisements_name_their_senders()
    {
        Neighbour("2001:db8::1", "fe80::9", NeighbourSamples.Solicitation, "00aabbccdd01");
        Neighbour("fe80::7", "fe80::9", NeighbourSamples.Advertisement, "00aabbccdd01");

        Assert.Equal(("ann", "ann"), (WhoLooksUp("2001:db8::1"), WhoLooksUp("2001:db8::17")));
    }

    [Fact]
    public void What_a_router_has_passed_on_is_not_believed()
    {
        Neighbour("fe80::7", "fe80::9", NeighbourSamples.Advertisement, "00aabbccdd01", hops: 254);

        Assert.Equal("address", WhoLooksUp("2001:db8::17"));
    }

    [Theory]
    [InlineData(null, "ann", 1, 0)]
    [InlineData(RadiusSamples.Secret, "ann", 0, 0)]
    [InlineData("another", "address", 0, 1)]
    public void Accounting_is_believed_if_it_is_signed_or_nobody_can_tell(string? secret, string expected, long unverified, long forged)
    {
        _harness = new PipelineHarness(_directory, options: new PipelineOptions { RadiusSecret = secret is null ? null : RadiusSecret.Of(secret) });
        Send("10.9.9.9", 40000, "10.9.9.1", 1813, RadiusSamples.Start);

        Assert.Equal(expected, WhoLooksUp("10.1.1.1"));
        _harness.Close();
        Assert.Equal((unverified, forged), (_harness.Coverage.UnverifiedAccounting, _harness.Coverage.ForgedAccounting));
    }

    [Theory]
    [InlineData("nas-1", "address")]
    [InlineData("nas-2", "ann")]
    public void An_access_server_that_starts_has_nobody(string server, string expected)
    {
        Send("10.9.9.9", 40000, "10.9.9.1", 1813, RadiusSamples.Start);
        Send("10.9.9.9", 40000, "10.9.9.1", 1813, RadiusSamples.OfServer(7, server));

        Assert.Equal(expected, WhoLooksUp("10.1.1.1"));
    }

    [Fact]
    public void Accounting_told_late_counts_from_when_it_was()
    {
        Send("10.9.9.9", 40000, "10.9.9.1", 1646, RadiusSamples.Request(1, "s", "ann", "10.1.1.1", null, more: RadiusSamples.Number(41, 60)));

        Assert.True(_harness.Pipeline.Book.Sessions.TryFind(BookHarness.Address("10.1.1.1"), _start.AddSeconds(-50), out _, out _));
        Assert.False(_harness.Pipeline.Book.Sessions.TryFind(BookHarness.Address("10.1.1.1"), _start.AddSeconds(-70), out _, out _));
    }

    [Fact]
    public void Shared_devices_are_told_in_coverage_and_widen_no_bound()
    {
        Arp("00aabbccddff", NeighbourSamples.ArpOf(1, "00aabbccddff", [10, 1, 1, 7], [10, 1, 1, 254]));
        _harness.Send(_now, FrameBuilder.Tcp("10.1.1.7", 50000, "192.0.2.1", 443, FrameBuilder.ClientHello(Site)));
        _harness.Send(_now, FrameBuilder.Tcp("10.1.1.7", 50001, "192.0.2.1", 443, FrameBuilder.ClientHello(null)));
        var statement = _harness.Close();

        Assert.Equal((0, 0), (statement.Total.Count, statement.AtMost));
        Assert.Equal((1, 1, 1), (_harness.Coverage.Shared, _harness.Coverage.WithoutPerson, _harness.Coverage.Unnamed));
    }

    [Fact]
    public void Random_hardware_addresses_are_told_in_coverage()
    {
        Arp("02aabbccdd01", NeighbourSamples.ArpOf(1, "02aabbccdd01", [10, 1, 1, 7], [10, 1, 1, 254]));
        Assert.Equal("device", WhoLooksUp("10.1.1.7"));
        _harness.Close();

        Assert.Equal((1, 1), (_harness.Coverage.RandomMac, _harness.Coverage.RandomMacWithoutPerson));
    }

    [Fact]
    public void A_flood_of_dhcpv6_clients_moves_counters_only()
    {
        var memory = new DuidMemory(capacity: 100);
        for (var i = 0; i < 1000; i++)
        {
            memory.Remember(BitConverter.GetBytes(i), 7, new MacAddress((ulong)i + 1), new DeviceId(i), _start);
        }

        Assert.Equal((900, MacAddress.None, new MacAddress(1000)), (memory.Evictions, MacOf(memory, BitConverter.GetBytes(5)), MacOf(memory, BitConverter.GetBytes(999))));
    }

    [Fact]
    public void Cloned_machines_with_one_duid_are_not_taken_for_each_other()
    {
        var memory = new DuidMemory();
        memory.Pair(_uuid, new MacAddress(1));
        Assert.Equal(new MacAddress(1), MacOf(memory, _uuid));
        memory.Pair(_uuid, new MacAddress(2));
        Assert.Equal(MacAddress.None, MacOf(memory, _uuid));
        memory.Remember(_uuid, 7, new MacAddress(2), DeviceId.None, _start);
        Assert.Equal(MacAddress.None, MacOf(memory, _uuid));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reply_to_one_of_two_clones_is_his_whichever_spoke_last(bool isFirst)
    {
        Send(LinkLocal, 546, AllServers, 547, Asking(1), mac: "00aabbccdd01");
        Send("fe80::2", 546, AllServers, 547, Asking(2), mac: "00aabbccdd99");
        Send(Server, 547, isFirst ? LinkLocal : "fe80::2", 546, Answering((byte)(isFirst ? 1 : 2)));

        Assert.Equal(isFirst ? "ann" : "bob", WhoLooksUp("2001:db8::17"));
    }

    [Fact]
    public void A_reply_to_a_clone_that_nobody_heard_asking_names_no_hardware_address()
    {
        Send(LinkLocal, 546, AllServers, 547, Asking(1), mac: "00aabbccdd01");
        Send("fe80::2", 546, AllServers, 547, Asking(2), mac: "00aabbccdd99");
        Send(Server, 547, "fe80::3", 546, Answering(3));

        Assert.Equal(MacAddress.None, DeviceOf("2001:db8::17")!.Mac);
    }

    /// <summary>Under a DUID of a hardware address that is a third one's.</summary>
    private static byte[] Asking(byte transaction) => [3, 0, 0, transaction, .. Message(3, Option(1, Duid))[4..]];

    private static byte[] Answering(byte transaction) => [7, 0, 0, transaction, .. Message(7, Option(1, Duid), Option(3, Association(Lease(Address, 3600))))[4..]];

    private static MacAddress MacOf(DuidMemory memory, byte[] duid)
    {
        memory.TryMacOf(duid, 0, out var mac);
        return mac;
    }

    [Fact]
    public void Nothing_is_allocated_for_what_was_seen_before()
    {
        (byte[] Frame, long Bytes)[] frames =
        [
            (Udp(LinkLocal, 546, AllServers, 547, Solicit, "00aabbccdd01"), 0), (Udp(Server, 547, LinkLocal, 546, Reply), 0),
            (ArpFrame("00aabbccdd01", NeighbourSamples.Arp), 0), (NeighbourFrame("::", "ff02::1", NeighbourSamples.DuplicateDetection, "00aabbccdd01", 255), 0),
            (Udp("10.9.9.9", 40000, "10.9.9.1", 1813, RadiusSamples.Request(3, "s", "ann", "10.1.1.9", "00-AA-BB-CC-DD-01")), 0),
        ];
        for (var round = 0; round < 400; round++)
        {
            for (var i = 0; i < frames.Length; i++)
            {
                // Another second, the same minute: buckets that close are another test's.
                var before = GC.GetAllocatedBytesForCurrentThread();
                _harness.Send(new Instant(_start.Nanoseconds + (round * 100_000_000L)), frames[i].Frame);
                frames[i].Bytes = round < 300 ? 0 : frames[i].Bytes + GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        Assert.All(frames, frame => Assert.Equal(0, frame.Bytes));
    }

    /// <summary>The person, or "device", "address" or "shared", of who asks now from the address.</summary>
    private string WhoLooksUp(string address)
    {
        _now = _now.AddSeconds(1);
        var attribution = new Attribution(_harness.Pipeline.Book, new SubjectTable(_directory.Staff.Count), _directory);
        var holder = attribution.Resolve(BookHarness.Address(address), _now, new DateOnly(2010, 1, 4));
        _harness.Send(_now, FrameBuilder.Udp(address, 50000, address.Contains(':', StringComparison.Ordinal) ? "2001:db8::53" : "10.0.0.53", 53, FrameBuilder.DnsQuery(Site)));
        return holder.Kind == SubjectKind.Staff ? _directory.Staff[holder.Staff.Value] : holder.Kind.ToString().ToLowerInvariant();
    }

    private Device? DeviceOf(string address) =>
        _harness.Pipeline.Bindings.TryFind(BookHarness.Address(address), _now, out var device) ? _harness.Pipeline.Devices[device] : null;

    private void Send(string source, ushort sourcePort, string destination, ushort destinationPort, byte[] payload, string? mac = null) =>
        _harness.Send(_now = _now.AddSeconds(1), Udp(source, sourcePort, destination, destinationPort, payload, mac));

    private void Arp(string mac, byte[] packet) => _harness.Send(_now = _now.AddSeconds(1), ArpFrame(mac, packet));

    private void Neighbour(string source, string destination, byte[] message, string mac, byte hops = 255) =>
        _harness.Send(_now = _now.AddSeconds(1), NeighbourFrame(source, destination, message, mac, hops));

    private static byte[] Udp(string source, ushort sourcePort, string destination, ushort destinationPort, byte[] payload, string? mac = null)
    {
        var frame = FrameBuilder.Udp(source, sourcePort, destination, destinationPort, payload);
        if (mac is not null)
        {
            Convert.FromHexString(mac).CopyTo(frame, 6);
        }
        return frame;
    }

    /// <summary>Padded, as the shortest Ethernet frame is.</summary>
    private static byte[] ArpFrame(string mac, byte[] packet) => [255, 255, 255, 255, 255, 255, .. Convert.FromHexString(mac), 8, 6, .. packet, .. new byte[18]];

    private static byte[] NeighbourFrame(string source, string destination, byte[] message, string mac, byte hops) =>
    [
        0x33, 0x33, 0, 0, 0, 1, .. Convert.FromHexString(mac), 0x86, 0xdd, 0x60, 0, 0, 0, 0, (byte)message.Length, 58, hops,
        .. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes(), .. message,
    ];
}
