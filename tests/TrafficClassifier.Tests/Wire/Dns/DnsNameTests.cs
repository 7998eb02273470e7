using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;
using static TrafficClassifier.Tests.Wire.Dns.DnsNameBytes;

namespace TrafficClassifier.Tests.Wire.Dns;

public sealed class DnsNameTests
{
    private const int Start = DnsMessage.HeaderLength;

    [Fact]
    public void A_name_is_written_in_lower_case_without_a_final_dot() => Assert.Equal("www.facebook.com", Text(Of("Www.FaceBook.COM")));

    [Fact]
    public void The_root_is_a_dot() => Assert.Equal(".", Text(Root));

    [Fact]
    public void The_root_is_told_from_other_names()
    {
        Assert.True(Read([0], 0, out _, out var root) == DecodeStatus.Ok && root.IsRoot);
        Assert.True(Read(Of("com"), 0, out _, out var com) == DecodeStatus.Ok && !com.IsRoot);
    }

    [Fact]
    public void A_dot_inside_a_label_is_escaped_so_that_it_separates_nothing() => Assert.Equal(@"a\046b.c", Text([.. Label([(byte)'a', (byte)'.', (byte)'b']), .. Of("c")]));

    [Theory]
    [InlineData(0x00, @"\000")]
    [InlineData(0x20, @"\032")]
    [InlineData(0x5c, @"\092")]
    [InlineData(0x7f, @"\127")]
    [InlineData(0xff, @"\255")]
    [InlineData(0x21, "!")]
    [InlineData(0x7e, "~")]
    [InlineData(0x41, "a")]
    public void A_byte_that_is_no_visible_ascii_is_escaped_in_decimal(byte value, string text) => Assert.Equal(text, Text([.. Label([value]), 0]));

    [Fact]
    public void A_pointer_goes_on_at_a_prior_name() => Assert.Equal("www.facebook.com", Text([.. Of("facebook.com"), .. Labels("www"), .. Pointer(Start)], 14));

    [Fact]
    public void A_pointer_may_go_to_a_pointer() => Assert.Equal("b.a", Text([.. Of("a"), .. Pointer(Start), .. Labels("b"), .. Pointer(Start + 3)], 5));

    [Fact]
    public void Reading_goes_on_behind_the_first_pointer()
    {
        Read([.. Of("a"), .. Labels("b"), .. Pointer(Start), 0xee], 3, out var behind, out _);
        Assert.Equal(Start + 7, behind);
    }

    [Fact]
    public void A_pointer_to_itself_is_malformed() => Assert.Equal(DecodeStatus.Malformed, Status([.. Pointer(Start)]));

    [Fact]
    public void A_pointer_to_its_own_name_is_malformed() => Assert.Equal(DecodeStatus.Malformed, Status([.. Labels("a"), .. Pointer(Start)]));

    [Fact]
    public void Two_pointers_to_one_another_are_malformed() => Assert.Equal(DecodeStatus.Malformed, Status([.. Pointer(Start + 2), .. Pointer(Start)], 2));

    [Fact]
    public void A_pointer_forwards_is_malformed() => Assert.Equal(DecodeStatus.Malformed, Status([.. Pointer(Start + 2), .. Of("a")]));

    [Fact]
    public void A_pointer_into_the_header_is_malformed() => Assert.Equal(DecodeStatus.Malformed, Status([.. Pointer(2)]));

    [Fact]
    public void A_prior_piece_that_runs_into_the_name_that_points_to_it_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, Status([5, .. Pointer(Start), (byte)'x', (byte)'x', (byte)'x', 0], 1));

    [Fact]
    public void A_chain_of_pointers_is_followed_a_bounded_way()
    {
        var chain = new List<byte>(Root);
        for (var at = Start; chain.Count < 1000; at = Start + chain.Count - 2)
        {
            chain.AddRange(Pointer(at));
        }
        Assert.Equal(DecodeStatus.Ok, Status([.. chain], 101));
        Assert.Equal(DecodeStatus.Malformed, Status([.. chain], 999));
    }

    [Fact]
    public void A_pointer_without_its_second_byte_is_truncated() => Assert.Equal(DecodeStatus.Truncated, Status([0xc0]));

    [Fact]
    public void A_name_without_its_end_is_truncated() => Assert.Equal(DecodeStatus.Truncated, Status(Labels("www.facebook")));

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    [InlineData(0xbf)]
    public void Reserved_label_types_are_malformed(byte type) => Assert.Equal(DecodeStatus.Malformed, Status([type, .. new byte[200]]));

    [Fact]
    public void A_label_of_63_bytes_is_the_longest()
    {
        var label = new string('a', 63);
        Assert.Equal(label + ".com", Text(Of(label + ".com")));
        Assert.Equal(DecodeStatus.Malformed, Status(Of(new string('a', 64))));
    }

    [Fact]
    public void A_name_of_255_bytes_is_the_longest()
    {
        var three = Labels(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)));
        byte[] longest = [.. three, .. Of(new string('b', 61))];
        Assert.Equal(255, longest.Length);
        Assert.Equal(253, Text(longest).Length);
        Assert.Equal(DecodeStatus.Malformed, Status([.. three, .. Of(new string('b', 62))]));
    }

    [Fact]
    public void The_limit_of_255_bytes_holds_across_pointers()
    {
        byte[] suffix = Of(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)));
        Assert.Equal(DecodeStatus.Ok, Status([.. suffix, .. Label(new byte[61]), .. Pointer(Start)], suffix.Length));
        Assert.Equal(DecodeStatus.Malformed, Status([.. suffix, .. Label(new byte[62]), .. Pointer(Start)], suffix.Length));
    }

    [Fact]
    public void The_longest_text_fits_where_its_bound_says()
    {
        byte[] name = [.. Enumerable.Range(0, 127).SelectMany(_ => new byte[] { 1, 0xff }), 0];
        Assert.InRange(Text(name).Length, (127 * 5) - 1, DnsName.LongestText);
    }

    [Fact]
    public void A_text_that_does_not_fit_is_cut_at_its_end()
    {
        Assert.Equal(DecodeStatus.Ok, Read([.. Label([(byte)'a', 0xff, (byte)'b']), .. Of("www.test")], 0, out _, out var name));
        var whole = name.ToString();
        for (var room = 0; room < whole.Length; room++)
        {
            var text = new byte[room];
            Assert.StartsWith(Encoding.ASCII.GetString(text, 0, name.Format(text)), whole, StringComparison.Ordinal);
        }
    }

    /// <summary>Puts a header in front of the bytes, since names are read inside a message.</summary>
    private static DecodeStatus Read(byte[] bytes, int at, out int behind, out DnsName name)
    {
        behind = Start + at;
        byte[] message = [.. new byte[Start], .. bytes];
        return DnsName.TryRead(message, ref behind, out name);
    }

    private static DecodeStatus Status(byte[] bytes, int at = 0) => Read(bytes, at, out _, out _);

    private static string Text(byte[] bytes, int at = 0)
    {
        Assert.Equal(DecodeStatus.Ok, Read(bytes, at, out _, out var name));
        return name.ToString();
    }
}
