using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public sealed class SubjectTableTests
{
    private static readonly MacAddress _mac = new(0x00aabbccdd01);
    private readonly SubjectTable _subjects = new(staffCount: 3);

    [Fact]
    public void A_device_without_hardware_address_is_one_before_and_after_its_name_is_known() =>
        Assert.Equal(_subjects.Of(new Device(MacAddress.None, "0004aa", "")), _subjects.Of(new Device(MacAddress.None, "0004aa", "pc-17")));

    [Fact]
    public void A_device_with_one_is_that_whatever_else_it_says() =>
        Assert.Equal(_subjects.Of(new Device(_mac, "", "")), _subjects.Of(new Device(_mac, "01", "pc-17")));

    [Fact]
    public void Others_are_others()
    {
        Device[] devices =
        [
            new(_mac, "", ""), new(MacAddress.None, "01", ""), new(MacAddress.None, "02", ""), new(MacAddress.None, "", "01"), new(MacAddress.None, "", "pc-17"),
            new(MacAddress.None, "", "", "01"), new(MacAddress.None, "", "", "ann"),
        ];

        Assert.Equal(Enumerable.Range(3, devices.Length), devices.Select(device => _subjects.Of(device).Value));
    }
}
