using System.Text;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public class DirectoryFileTests
{
    private const string Header = "staff_id,department,device,valid_from,valid_to\n";

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_lines()
    {
        var directory = Read(Header + """
            1,Bursary,02:a1:00:00:00:01
            ,Bursary,02:a1:00:00:00:02

            2,,02:a1:00:00:00:02
            # a comment with "a quote
            3,Bursary,printer
            4,Bursary,host:pc,2010-13-01,
            5,Bursary,host:pc,,01.02.2010
            6,Bursary,host:pc,2010-02-01,2010-01-01
            7,"Bursary,host:pc
            8,"Bursary"x,host:pc
            9,Library,host:pc-9
            """);

        Assert.Equal([3, 5, 7, 8, 9, 10, 11, 12], directory.Errors.Select(e => e.Line));
        Assert.Equal(["1", "9"], directory.Staff);
        Assert.All(directory.Errors, e => Assert.Equal("staff.csv", e.File));
        Assert.Equal("staff.csv:3: staff_id is empty", directory.Errors[0].ToString());
    }

    [Fact]
    public void Quotes_hold_commas_and_quotes()
    {
        var directory = Read(Header + "1, \"Works, \"\"Estates\"\" and Grounds\" ,host:pc\n2,Works,\"host:pc-2\"\n");
        Assert.Empty(directory.Errors);
        Assert.Equal(["Works, \"Estates\" and Grounds", "Works"], directory.Departments);
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_no_mistake()
    {
        var text = (Header + "1,B\u00fcro,02-A1-00-00-00-01,,\n").Replace("\n", "\r\n", StringComparison.Ordinal);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            var directory = DirectoryFile.Read(path);
            Assert.Empty(directory.Errors);
            Assert.Equal(["B\u00fcro"], directory.Departments);
            Assert.Empty(Read("\uFEFF" + text).Errors);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_dates_may_be_missing()
    {
        var directory = Read("Device,NOTE,Department,staff_id\nhost:pc,x,Library,1\n,,Library,2\n,,,\n");
        Assert.Empty(directory.Errors);
        Assert.Equal(["1", "2"], directory.Staff);
        Assert.Equal(new DirectoryEntry(new StaffId(0), new DepartmentId(0), DateOnly.MinValue, DateOnly.MaxValue), directory.EntriesOf(new StaffId(0)).Single());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n# nothing\n")]
    [InlineData("1,Bursary,host:pc\n")]
    [InlineData("staff_id,department\n1,Bursary\n")]
    public void Without_the_columns_nothing_can_be_read(string text)
    {
        var directory = Read(text);
        Assert.Contains("staff_id,department,device[,valid_from,valid_to]", directory.Errors.Single().Reason, StringComparison.Ordinal);
        Assert.Empty(directory.Staff);
    }

    [Fact]
    public void A_device_of_two_people_on_the_same_days_is_told_and_stays_with_the_first()
    {
        var directory = Read(Header + """
            1,Bursary,02:a1:00:00:00:01,2010-01-01,2010-06-30
            2,Bursary,02-a1-00-00-00-01,2010-06-30,
            3,Bursary,02a1.0000.0001,2010-07-01,
            """);

        var error = directory.Errors.Single();
        Assert.Equal(3, error.Line);
        Assert.Contains("belongs to 1", error.Reason, StringComparison.Ordinal);
        var device = new Device(new MacAddress(0x02a100000001), "", "");
        Assert.Equal("1", directory.Staff[directory.HolderOf(device, new DateOnly(2010, 6, 30)).Value]);
        Assert.Equal("3", directory.Staff[directory.HolderOf(device, new DateOnly(2010, 7, 1)).Value]);
        Assert.Single(directory.EntriesOf(new StaffId(1)));
    }

    [Fact]
    public void A_person_has_as_many_rows_as_devices_and_departments()
    {
        var directory = Read(Header + """
            1,Bursary,02:a1:00:00:00:01,,2010-01-06
            1,bursary,host:phone,,2010-01-06
            1,Library,host:phone,2010-01-07,
            """);

        Assert.Empty(directory.Errors);
        Assert.Equal(["Bursary", "Library"], directory.Departments);
        var staff = new StaffId(0);
        Assert.Equal(2, directory.EntriesOf(staff).Count);
        Assert.Equal(new DepartmentId(0), directory.DepartmentOf(staff, new DateOnly(2010, 1, 6)));
        Assert.Equal(new DepartmentId(1), directory.DepartmentOf(staff, new DateOnly(2010, 1, 7)));
    }

    [Fact]
    public void Both_dates_are_inclusive()
    {
        var directory = Read(Header + "1,Bursary,host:pc,2010-01-04,2010-01-05\n");
        var device = new Device(MacAddress.None, "", "pc");
        Assert.Equal([false, true, true, false],
            new[] { 3, 4, 5, 6 }.Select(day => directory.HolderOf(device, new DateOnly(2010, 1, day)) != StaffId.None));
        Assert.Equal(DepartmentId.None, directory.DepartmentOf(new StaffId(0), new DateOnly(2010, 1, 6)));
    }

    [Fact]
    public void A_file_full_of_mistakes_ends_with_saying_so()
    {
        var directory = Read(Header + string.Concat(Enumerable.Repeat("x\n", 5000)));
        Assert.Equal(1001, directory.Errors.Count);
        Assert.Contains("the rest is not read", directory.Errors[^1].Reason, StringComparison.Ordinal);
    }

    private static StaffDirectory Read(string text) => DirectoryFile.Read(new StringReader(text), "staff.csv");

    [Fact]
    public void A_person_is_in_one_department_at_a_time()
    {
        using var reader = new StringReader("""
            staff_id,department,device,valid_from,valid_to
            S1,Law,00:11:22:33:44:01,,2010-01-05
            S1,Science,00:11:22:33:44:01,2010-01-06,
            S1,Medicine,00:11:22:33:44:02,2010-01-06,2010-01-07
            """);
        var directory = DirectoryFile.Read(reader, "staff.csv");

        var error = Assert.Single(directory.Errors);
        Assert.Equal(4, error.Line);
        Assert.Contains("Science", error.Reason, StringComparison.Ordinal);
        Assert.Equal("Law", directory.Departments[directory.DepartmentOf(new StaffId(0), new DateOnly(2010, 1, 5)).Value]);
        Assert.Equal("Science", directory.Departments[directory.DepartmentOf(new StaffId(0), new DateOnly(2010, 1, 6)).Value]);
    }
}
