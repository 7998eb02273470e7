using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Http;
using static TrafficClassifier.Tests.Wire.Http.HttpSamples;

namespace TrafficClassifier.Tests.Wire.Http;

public sealed class HttpRequestHeadTests
{
    [Fact]
    public void Method_target_and_host_are_read()
    {
        var head = Read(Get);
        Assert.Equal("GET /index.html Example.com:8080", $"{Text(head.Method)} {Text(head.Target)} {Text(head.Host)}");
        Assert.True(head.HasHost);
        Assert.False(head.IsCut);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1", "example.com", "example.com")]
    [InlineData("GET / HTTP/1.1", "example.com:8080", "example.com")]
    [InlineData("GET / HTTP/1.1", "[2001:db8::1]", "[2001:db8::1]")]
    [InlineData("GET / HTTP/1.1", "[2001:db8::1]:8080", "[2001:db8::1]")]
    [InlineData("GET / HTTP/1.1", " \texample.com\t ", "example.com")]
    [InlineData("GET / HTTP/1.1", "", "")]
    [InlineData("GET http://a.test/x HTTP/1.1", "b.test", "a.test")] // absolute form outranks Host
    [InlineData("GET http://a.test HTTP/1.1", "b.test", "a.test")]
    [InlineData("GET HTTPS://a.test:8443?x HTTP/1.1", "b.test", "a.test")]
    [InlineData("GET http://user:pw@a.test/ HTTP/1.1", "b.test", "a.test")]
    [InlineData("GET http://[2001:db8::1]:80/ HTTP/1.1", "b.test", "[2001:db8::1]")]
    [InlineData("CONNECT a.test:443 HTTP/1.1", "b.test", "a.test")]
    [InlineData("CONNECT [2001:db8::1]:443 HTTP/1.1", "b.test", "[2001:db8::1]")]
    [InlineData("CONNECT a.test:443 x HTTP/1.1", "b.test", "a.test")]
    [InlineData("OPTIONS * HTTP/1.1", "b.test", "b.test")]
    [InlineData("GET /r?to=http://a.test/ HTTP/1.1", "b.test", "b.test")] // a URL inside a path is none of the target's authority
    [InlineData("GET /?u=http://a.test/ HTTP/1.1", "b.test", "b.test")]
    [InlineData("GET /http://a.test/ HTTP/1.1", "b.test", "b.test")]
    [InlineData("GET //a.test/ HTTP/1.1", "b.test", "b.test")]
    public void The_host_name_is_that_of_the_request(string line, string host, string name) => Assert.Equal(name, Text(Read(Head(line, "Host:" + host)).HostName));

    [Theory]
    [InlineData("host: a.test")]
    [InlineData("HOST:a.test")]
    [InlineData("hOsT:\ta.test")]
    public void The_field_name_is_in_any_case(string field) => Assert.Equal("a.test", Text(Read(Head("GET / HTTP/1.1", field)).Host));

    [Fact]
    public void The_first_of_two_hosts_counts() => Assert.Equal("a.test", Text(Read(Head("GET / HTTP/1.1", "Host: a.test", "Host: b.test")).Host));

    [Fact]
    public void Other_fields_are_no_host() => Assert.False(Read(Head("GET / HTTP/1.1", "X-Host: a.test", "Hosts: b.test", "Host : c.test")).HasHost);

    [Fact]
    public void A_request_without_host_has_none()
    {
        var head = Read(Old);
        Assert.False(head.HasHost);
        Assert.True(head.Host.IsEmpty && head.HostName.IsEmpty);
    }

    [Fact]
    public void A_bare_line_feed_ends_a_line() => Assert.Equal("a.test", Text(Read("GET / HTTP/1.1\nHost: a.test\n\n"u8.ToArray()).Host));

    [Fact]
    public void A_host_in_the_body_is_none() => Assert.False(Read([.. Head("POST / HTTP/1.0"), .. "Host: a.test\r\n\r\n"u8]).HasHost);

    [Fact]
    public void A_request_line_without_a_target_is_forgiven() => Assert.True(Read(Head("GET HTTP/1.1", "Host: a.test")).Target.IsEmpty);

    [Fact]
    public void A_lower_case_method_is_a_request() => Assert.Equal("get", Text(Read(Head("get / HTTP/1.1")).Method));

    [Theory]
    [InlineData("HTTP/1.1 200 OK")]
    [InlineData("PRI * HTTP/2.0")]
    [InlineData("GET /")]
    [InlineData("GET / HTTP/1")]
    [InlineData("GET / FTP/1.1")]
    [InlineData(" GET / HTTP/1.1")]
    [InlineData("G\u00e9T / HTTP/1.1")]
    [InlineData("AVERYVERYLONGMETHODNAME / HTTP/1.1")]
    [InlineData("")]
    public void What_is_no_request_line_is_malformed(string line) => Assert.Equal(DecodeStatus.Malformed, HttpRequestHead.TryReadCut(Head(line), out _));

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET ")]
    [InlineData("GET / HTTP/1.1\r")]
    public void A_cut_request_line_is_truncated(string text) => Assert.Equal(DecodeStatus.Truncated, HttpRequestHead.TryReadCut(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_cut_head_is_truncated_for_the_strict_and_read_as_far_as_its_lines_are_whole_by_the_lax()
    {
        Assert.Equal(DecodeStatus.Truncated, HttpRequestHead.TryRead("GET / HTTP/1.1\r\nHost: a.test\r\nX"u8, out _));
        Assert.Equal(DecodeStatus.Ok, HttpRequestHead.TryReadCut("GET / HTTP/1.1\r\nHost: a.test\r\nX"u8, out var head));
        Assert.True(head.IsCut);
        Assert.Equal("a.test", Text(head.Host));
        Assert.Equal(DecodeStatus.Ok, HttpRequestHead.TryReadCut("GET / HTTP/1.1\r\nHost: a.te"u8, out head));
        Assert.False(head.HasHost);
    }

    [Theory]
    [InlineData("GET / HTTP/1.0\r\n", true)]
    [InlineData("VERSION-CONTROL / HTTP/1.1\r\n", true)]
    [InlineData("get / HTTP/1.1\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\n", false)]
    [InlineData("GE / HTTP/1.1\r\n\r\n", false)]
    [InlineData("GET / HTTP", false)]
    public void A_quick_look_wants_capital_letters_and_a_space(string text, bool looksLike) =>
        Assert.Equal(looksLike, HttpRequestHead.LooksLikeRequest(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("", true)]
    [InlineData("Host: a.test", true)]
    [InlineData("hOST:", true)]
    [InlineData("a", false)]
    [InlineData("hosta", false)]
    [InlineData("Host", false)]
    [InlineData("Accept: */*", false)]
    public void A_line_is_news_that_ends_the_head_or_is_a_host_field(string line, bool isNews)
    {
        foreach (var end in (string[])["\n", "\r\n"])
        {
            var at = 0;
            Assert.True(HttpRequestHead.HasNews("GET / HTTP/1.1\r\n"u8, ref at));
            Assert.Equal(isNews, HttpRequestHead.HasNews(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n" + line + end), ref at));
            Assert.Equal(16 + line.Length + end.Length, at);
        }
    }

    private static HttpRequestHead Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, HttpRequestHead.TryRead(bytes, out var head));
        return head;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
