using TrafficClassifier.Identity;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Identity;

public class DeviceTableTests
{
    private readonly DeviceTable _devices = new();

    private static readonly MacAddress Mac = new(0x02a100000001);
    private static readonly MacAddress OtherMac = new(0x02a100000002);

    [Fact]
    public void The_same_combination_is_the_same_device()
    {
        var device = _devices.Intern(Mac, [1, 2], "pc"u8);
        Assert.Equal(device, _devices.Intern(Mac, [1, 2], "pc"u8));
        Assert.NotEqual(device, _devices.Intern(Mac, [1], "pc"u8));
        Assert.Equal(new Device(Mac, "0102", "pc"), _devices[device]);
        Assert.Equal(2, _devices.Count);
    }

    [Fact]
    public void Where_one_part_ends_the_next_does_not_begin()
    {
        Assert.NotEqual(_devices.Intern(Mac, "ab"u8, "c"u8), _devices.Intern(Mac, "a"u8, "bc"u8));
    }

    [Fact]
    public void A_final_dot_makes_no_other_host() =>
        Assert.Equal(_devices.Intern(Mac, [], "pc.example.org"u8), _devices.Intern(Mac, [], "pc.example.org."u8));

    [Fact]
    public void Nothing_to_tell_apart_is_no_device() => Assert.Equal(DeviceId.None, _devices.Intern(MacAddress.None, [], []));

    [Fact]
    public void One_hardware_address_is_one_device_whatever_else_it_says()
    {
        Assert.True(IsSame((Mac, "01", "a"), (Mac, "02", "b")));
        Assert.False(IsSame((Mac, "01", "a"), (OtherMac, "01", "a")));
        Assert.False(IsSame((Mac, "01", "a"), (MacAddress.None, "01", "a")));
    }

    [Fact]
    public void Without_hardware_address_the_client_id_decides_and_without_it_the_host_name()
    {
        Assert.True(IsSame((MacAddress.None, "01", "a"), (MacAddress.None, "01", "b")));
        Assert.False(IsSame((MacAddress.None, "01", "a"), (MacAddress.None, "02", "a")));
        Assert.False(IsSame((MacAddress.None, "01", "a"), (MacAddress.None, "", "a")));
        Assert.True(IsSame((MacAddress.None, "", "a"), (MacAddress.None, "", "a")));
        Assert.False(IsSame((MacAddress.None, "", "a"), (MacAddress.None, "", "b")));
    }

    [Fact]
    public void Nobody_is_the_same_as_nobody()
    {
        Assert.False(_devices.IsSame(DeviceId.None, DeviceId.None));
        Assert.False(_devices.IsSame(_devices.Intern(Mac, [], []), DeviceId.None));
    }

    [Fact]
    public void A_merge_keeps_what_only_the_older_statement_knew()
    {
        Assert.Equal(new Device(Mac, "01", "pc"), Merge((Mac, "01", "pc"), (Mac, "", "")));
        Assert.Equal(new Device(Mac, "02", "pc"), Merge((Mac, "01", "pc"), (Mac, "02", "")));
        Assert.Equal(new Device(Mac, "02", "new"), Merge((Mac, "01", "pc"), (Mac, "02", "new")));
        Assert.Equal(new Device(Mac, "01", "new"), Merge((Mac, "01", ""), (Mac, "", "new")));
    }

    [Fact]
    public void A_merge_keeps_host_names_that_are_no_text()
    {
        var older = _devices.Intern(Mac, [], [0xc3, 0xbc]);
        var newer = _devices.Intern(Mac, [1], []);
        Assert.Equal(_devices.Intern(Mac, [1], [0xc3, 0xbc]), _devices.Merge(older, newer));
    }

    [Fact]
    public void Longer_parts_are_cut()
    {
        var device = _devices.Intern(Mac, new byte[300], new string('a', 300).Select(c => (byte)c).ToArray());
        Assert.Equal(DeviceTable.LongestPart, _devices[device].HostName.Length);
        Assert.Equal(2 * DeviceTable.LongestPart, _devices[device].ClientId.Length);
    }

    [Fact]
    public void A_full_table_refuses_new_devices_and_keeps_the_known()
    {
        var devices = new DeviceTable(capacity: 2);
        var known = devices.Intern(Mac, [], []);
        devices.Intern(OtherMac, [], []);
        Assert.Equal(DeviceId.None, devices.Intern(new MacAddress(3), [], []));
        Assert.Equal(known, devices.Intern(Mac, [], []));
        Assert.Equal(known, devices.Merge(DeviceId.None, known));
        Assert.Equal(2, devices.Count);
        Assert.Equal(1, devices.Refused);
    }

    [Theory]
    [InlineData("00:aa:bb:cc:dd:01", 0x00aabbccdd01, "", "pc", "")]
    [InlineData("id:0102", 0x00aabbccdd77, "0102", "pc", "")]
    [InlineData("host:pc-17", 0x00aabbccdd77, "", "pc-17.corp", "")]
    [InlineData("user:ann", 0x00aabbccdd77, "", "", "ann@uni.example")]
    public void A_device_of_the_directory_finds_room_in_a_full_table_but_once(string named, ulong mac, string clientId, string hostName, string user)
    {
        var directory = DirectoryFile.Read(new StringReader($"staff_id,department,device\nann,Arts,{named}\n"), "staff.csv");
        var devices = new DeviceTable(capacity: 1, directory);
        devices.Intern(OtherMac, [], []);
        var device = devices.Intern(new MacAddress(mac), Convert.FromHexString(clientId), System.Text.Encoding.ASCII.GetBytes(hostName), System.Text.Encoding.ASCII.GetBytes(user));
        for (var i = 0; i < 100; i++)
        {
            devices.Intern(new MacAddress(mac), Convert.FromHexString(clientId), System.Text.Encoding.ASCII.GetBytes(hostName + (hostName.Contains('.', StringComparison.Ordinal) ? i : "")), System.Text.Encoding.ASCII.GetBytes(user), isWeak: true);
        }

        Assert.Equal(("ann", 2, 0), (directory.Staff[directory.HolderOf(devices[device], new DateOnly(2010, 1, 4)).Value], devices.Count, devices.Refused));
    }

    [Fact]
    public void A_merge_that_finds_the_table_full_is_the_newer_device()
    {
        var devices = new DeviceTable(capacity: 2);
        var older = devices.Intern(Mac, [], "pc"u8);
        var newer = devices.Intern(Mac, [1], []);
        Assert.Equal(newer, devices.Merge(older, newer));
    }

    [Fact]
    public void Known_devices_are_looked_up_compared_and_merged_without_allocation()
    {
        var older = _devices.Intern(Mac, [1, 2, 3], "pc"u8);
        var newer = _devices.Intern(Mac, [], []);
        Assert.Equal(0, Allocation.PerRound(() =>
        {
            _devices.Intern(Mac, [1, 2, 3], "pc"u8);
            _devices.IsSame(older, newer);
            _devices.Merge(older, newer);
        }));
    }

    private bool IsSame((MacAddress, string, string) left, (MacAddress, string, string) right)
    {
        var same = _devices.IsSame(Intern(left), Intern(right));
        Assert.Equal(same, _devices.IsSame(Intern(right), Intern(left)));
        return same;
    }

    private Device Merge((MacAddress, string, string) older, (MacAddress, string, string) newer) =>
        _devices[_devices.Merge(Intern(older), Intern(newer))];

    private DeviceId Intern((MacAddress Mac, string ClientId, string HostName) device) =>
        _devices.Intern(device.Mac, Convert.FromHexString(device.ClientId), System.Text.Encoding.ASCII.GetBytes(device.HostName));
}
