using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Http;

namespace TrafficClassifier.Tests.Wire.Http;

public sealed class RandomHttpRequestTests
{
    private const int Requests = 3000;

    [Fact]
    public void A_generated_request_is_read_as_it_was_meant()
    {
        for (var seed = 0; seed < Requests; seed++)
        {
            var random = new Random(seed);
            var host = random.Next(5) == 0 ? null : HostName(random);
            var outranking = random.Next(3) == 0 ? HostName(random) : null;
            var method = outranking is null ? Any(random, "GET", "POST", "HEAD", "M-SEARCH", "get") : Any(random, "GET", "CONNECT");
            var target = outranking is null ? Any(random, "/", "*", "/a?b=c", "/r?u=http://x.test/", "/?u=http://x.test")
                : method == "CONNECT" ? outranking + ":443"
                : $"{Any(random, "http", "https")}://{outranking}{Any(random, "", ":80")}{Any(random, "", "/", "/p?q", "?q")}";
            var bytes = Encoding.Latin1.GetBytes(Write(random, $"{method} {target} HTTP/1.{random.Next(2)}", host));

            Assert.True(HttpRequestHead.TryRead(bytes, out var head) == DecodeStatus.Ok, $"seed {seed}: {Encoding.Latin1.GetString(bytes)}");
            Assert.Equal((method, target), (Encoding.ASCII.GetString(head.Method), Encoding.ASCII.GetString(head.Target)));
            Assert.Equal(host is not null, head.HasHost);
            Assert.Equal(outranking ?? host ?? "", Encoding.ASCII.GetString(head.HostName));
        }
    }

    private static string Write(Random random, string line, string? host)
    {
        var fields = Enumerable.Range(0, random.Next(8)).Select(i => $"X-{i}: {new string((char)random.Next(0x21, 0xff), random.Next(60))}").ToList();
        if (host is not null)
        {
            fields.Insert(random.Next(fields.Count + 1), $"{Any(random, "Host", "host", "HOST")}:{Any(random, "", " ", "\t ")}{host}{Any(random, "", ":8080")}{Any(random, "", " ")}");
        }
        return string.Concat(fields.Prepend(line).Append("").Select(text => text + Any(random, "\r\n", "\r\n", "\n"))) + "Host: body.test\r\n\r\n";
    }

    private static string HostName(Random random) => Any(random, $"h{random.Next(1 << 20)}.test", "10.1.2.3", "[2001:db8::1]");

    private static string Any(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
