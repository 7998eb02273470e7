using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public class StaffDirectoryTests
{
    private static readonly DateOnly Day = new(2010, 1, 4);
    private static readonly MacAddress Mac = new(0x02a100000001);

    private readonly StaffDirectory _directory = DirectoryFile.Read(new StringReader("""
        staff_id,department,device
        by-id,Bursary,id:0102a100000001
        by-mac,Bursary,02:a1:00:00:00:01
        by-host,Bursary,host:pc-17
        by-full-name,Bursary,host:pc-18.example.org
        """), "staff.csv");

    [Theory]
    [InlineData("0102a100000001", "pc-17", "by-id")]
    [InlineData("ffff", "pc-17", "by-mac")]
    [InlineData("", "", "by-mac")]
    public void The_client_id_goes_before_the_hardware_address(string clientId, string hostName, string expected) =>
        Assert.Equal(expected, HolderOf(new Device(Mac, clientId, hostName)));

    [Theory]
    [InlineData("pc-17", "by-host")]
    [InlineData("pc-17.", "by-host")]
    [InlineData("pc-17.example.org", "by-host")]
    [InlineData("pc-18.example.org", "by-full-name")]
    [InlineData("pc-18", null)]
    [InlineData("pc-18.example.com", null)]
    [InlineData(".", null)]
    public void The_host_name_comes_last_and_may_be_longer_than_the_directorys(string hostName, string? expected) =>
        Assert.Equal(expected, HolderOf(new Device(new MacAddress(9), "ffff", hostName)));

    [Fact]
    public void A_device_that_the_directory_does_not_name_is_nobodys() => Assert.Null(HolderOf(new Device(new MacAddress(9), "ff", "x")));

    [Fact]
    public void A_key_of_other_days_leaves_the_device_to_the_next_key()
    {
        var directory = DirectoryFile.Read(new StringReader("""
            staff_id,department,device,valid_from,valid_to
            1,Bursary,id:01,,2010-01-03
            2,Bursary,host:pc,,
            """), "staff.csv");
        Assert.Equal(new StaffId(1), directory.HolderOf(new Device(Mac, "01", "pc"), Day));
        Assert.Equal(new StaffId(0), directory.HolderOf(new Device(Mac, "01", "pc"), Day.AddDays(-1)));
    }

    private string? HolderOf(Device device)
    {
        var staff = _directory.HolderOf(device, Day);
        return staff == StaffId.None ? null : _directory.Staff[staff.Value];
    }
}
