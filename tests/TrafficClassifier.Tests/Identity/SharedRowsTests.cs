using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

/// <summary>The staff_id * of the directory, and what may stand beside it.</summary>
public sealed class SharedRowsTests
{
    [Theory]
    [InlineData("*,,", "name one")]
    [InlineData("ann,Arts,ip:10.0.0.1", "with the staff_id *")]
    [InlineData("*,,ip:10.0.0", "neither ip:ADDRESS nor")]
    [InlineData("*,,ip:10.0.0.0/33", "neither ip:ADDRESS nor")]
    [InlineData("*,,ip:2001:db8::/129", "neither ip:ADDRESS nor")]
    [InlineData("*,,00:aa:bb:cc:dd:01", "belongs to ann")]
    public void A_wrong_row_is_told(string row, string reason)
    {
        var directory = Read("ann,Arts,00:aa:bb:cc:dd:01\n" + row);

        Assert.Contains(reason, Assert.Single(directory.Errors).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_device_is_no_member_of_staff()
    {
        var directory = Read("*,,00:aa:bb:cc:dd:01\nann,Arts,00:aa:bb:cc:dd:01");

        Assert.Contains("belongs to *", Assert.Single(directory.Errors).Reason, StringComparison.Ordinal);
        Assert.Empty(directory.Staff);
    }

    [Fact]
    public void An_address_is_shared_on_its_days()
    {
        var directory = Read("*,,ip:10.0.0.0/8,2010-01-04,2010-01-05");

        Assert.True(directory.IsShared(BookHarness.Address("10.255.1.1"), new DateOnly(2010, 1, 5)));
        Assert.False(directory.IsShared(BookHarness.Address("10.255.1.1"), new DateOnly(2010, 1, 6)));
        Assert.False(directory.IsShared(BookHarness.Address("11.0.0.1"), new DateOnly(2010, 1, 5)));
    }

    [Fact]
    public void A_client_id_in_the_directory_is_told_by_its_duid() => Assert.Equal(
        DeviceKey.TryParse("id:0003000100aabbccdd01", out var duid) ? duid : default, DeviceKey.TryParse("id:ff:00:00:00:01:00:03:00:01:00:aa:bb:cc:dd:01", out var clientId) ? clientId : default);

    private static StaffDirectory Read(string rows) => DirectoryFile.Read(new StringReader("staff_id,department,device,valid_from,valid_to\n" + rows), "staff.csv");
}
