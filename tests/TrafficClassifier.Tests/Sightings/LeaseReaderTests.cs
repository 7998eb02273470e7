using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings;

public sealed class LeaseReaderTests
{
    private const string Mac = "00AABBCCDD01";
    private const string Address = "10.1.1.1";
    private const byte Discover = 1, Request = 3, Decline = 4, Ack = 5, Release = 7, Inform = 8;
    private static readonly Instant _start = PipelineHarness.At("2010-01-04T00:00:00");
    private static readonly byte[] _oneHour = [0, 0, 0x0e, 0x10];

    [Fact]
    public void An_acknowledgement_binds()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);

        Assert.Equal(new MacAddress(0x00AABBCCDD01), Holder(harness, _start.AddSeconds(10))!.Mac);
        Assert.Equal(1, harness.Pipeline.Leases.Acknowledged);
    }

    [Fact]
    public void A_renewal_makes_no_second_holder()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);
        Lease(harness, _start.AddSeconds(1800), Mac);

        Assert.Equal(1, harness.Pipeline.Bindings.Counters.Leases);
        Assert.Equal(1, harness.Pipeline.Bindings.Counters.Renewals);
        Assert.NotNull(Holder(harness, _start.AddSeconds(5000)));
    }

    [Fact]
    public void Reassignment_at_ten_makes_two()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);
        Lease(harness, _start.AddSeconds(1000), "00AABBCCDD02");

        Assert.Equal(new MacAddress(0x00AABBCCDD01), Holder(harness, _start.AddSeconds(999))!.Mac);
        Assert.Equal(new MacAddress(0x00AABBCCDD02), Holder(harness, _start.AddSeconds(1000))!.Mac);
    }

    [Fact]
    public void A_release_ends_at_once()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);
        Send(harness, _start.AddSeconds(60), FrameBuilder.Dhcp(1, Release, Mac, client: Address));

        Assert.NotNull(Holder(harness, _start.AddSeconds(59)));
        Assert.Null(Holder(harness, _start.AddSeconds(61)));
    }

    [Fact]
    public void A_decline_ends_at_once()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);
        Send(harness, _start.AddSeconds(2), FrameBuilder.Dhcp(1, Decline, Mac, options: (50, [10, 1, 1, 1])));

        Assert.Null(Holder(harness, _start.AddSeconds(3)));
    }

    [Fact]
    public void Somebody_elses_release_ends_nothing()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);
        Send(harness, _start.AddSeconds(60), FrameBuilder.Dhcp(1, Release, "00AABBCCDD99", client: Address));

        Assert.NotNull(Holder(harness, _start.AddSeconds(61)));
        Assert.Equal(1, harness.Pipeline.Bindings.Counters.EndsWithoutLease);
    }

    [Fact]
    public void An_inform_is_no_lease()
    {
        var harness = new PipelineHarness();
        Send(harness, _start, FrameBuilder.Dhcp(1, Inform, Mac, client: Address));
        Send(harness, _start, FrameBuilder.Dhcp(2, Ack, Mac, client: Address));

        Assert.Null(Holder(harness, _start.AddSeconds(1)));
        Assert.Equal(1, harness.Pipeline.Leases.Informed);
    }

    [Fact]
    public void The_grace_is_thirty_seconds()
    {
        var harness = new PipelineHarness();
        Lease(harness, _start, Mac);

        Assert.NotNull(Holder(harness, _start.AddSeconds(3600 + 29)));
        Assert.Null(Holder(harness, _start.AddSeconds(3600 + 30)));
    }

    [Fact]
    public void Client_id_and_host_name_come_from_the_clients_own_words()
    {
        var harness = new PipelineHarness();
        Send(harness, _start, FrameBuilder.Dhcp(1, Discover, Mac, options: (61, [1, 2, 3])));
        Send(harness, _start, FrameBuilder.Dhcp(1, Request, Mac, options: (12, Encoding.ASCII.GetBytes("PC-17\0"))));
        Lease(harness, _start, Mac);

        Assert.Equal(new Device(new MacAddress(0x00AABBCCDD01), "010203", "pc-17"), Holder(harness, _start.AddSeconds(1)));
    }

    [Fact]
    public void A_flood_of_clients_leaves_room_for_who_gets_an_address()
    {
        var devices = new DeviceTable(capacity: 100);
        var bindings = new BindingTable(devices);
        var reader = new LeaseReader(bindings, devices, capacity: 10);
        for (var i = 0; i < 1000; i++)
        {
            Observe(reader, FrameBuilder.Dhcp(1, Discover, $"02000000{i:X4}", options: (12, Encoding.ASCII.GetBytes($"pc-{i}"))));
        }
        Observe(reader, FrameBuilder.Dhcp(1, Request, Mac, options: (12, "pc-17"u8.ToArray())));
        Observe(reader, FrameBuilder.Dhcp(2, Ack, Mac, your: Address, options: (51, _oneHour)));

        Assert.True(IpAddress.TryParse(Address, out var address));
        Assert.True(bindings.TryFind(address, _start, out var device));
        Assert.Equal((new Device(new MacAddress(0x00AABBCCDD01), "", "pc-17"), 51, 991), (devices[device], devices.Count, reader.Evictions));
    }

    private static void Observe(LeaseReader reader, byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, DhcpMessage.TryRead(bytes, out var message));
        reader.Observe(_start, message);
    }

    private static Device? Holder(PipelineHarness harness, Instant time)
    {
        Assert.True(IpAddress.TryParse(Address, out var address));
        return harness.Pipeline.Bindings.TryFind(address, time, out var device) ? harness.Pipeline.Devices[device] : null;
    }

    private static void Lease(PipelineHarness harness, Instant time, string mac) =>
        Send(harness, time, FrameBuilder.Dhcp(2, Ack, mac, your: Address, options: (51, _oneHour)));

    private static void Send(PipelineHarness harness, Instant time, byte[] message) =>
        harness.Send(time, FrameBuilder.Udp("10.0.0.5", (ushort)(message[0] == 2 ? 67 : 68), "10.1.1.1", (ushort)(message[0] == 2 ? 68 : 67), message));
}
