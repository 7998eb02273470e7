using System.Text;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public sealed class UserNameTests
{
    private readonly DeviceTable _devices = new();

    [Fact]
    public void Names_that_are_no_utf8_are_told_apart()
    {
        var names = new[] { "j\u00e9", "j\u00e8", "j\u00e9\u00e8a", "j\u00e9b" }.Select(name => User(Encoding.Latin1.GetBytes(name)));

        Assert.Equal(["jXe9", "jXe8", "jXe9Xe8a", "jXe9b"], names);
    }

    [Fact]
    public void The_spelling_of_a_byte_that_is_no_text_is_no_other_name() => Assert.NotEqual(User("jXe9"u8.ToArray()), User([(byte)'j', 0xe9]));

    [Fact]
    public void Names_in_utf8_are_in_lower_case() => Assert.Equal("j\u00e9r\u00f4me", User(Encoding.UTF8.GetBytes(" J\u00c9R\u00d4ME\0")));

    private string User(byte[] name) => _devices[StationName.Intern(_devices, name, MacAddress.None)].User;
}
