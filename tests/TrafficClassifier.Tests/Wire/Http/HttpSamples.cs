using System.Text;

namespace TrafficClassifier.Tests.Wire.Http;

/// <summary>Valid request heads.</summary>
internal static class HttpSamples
{
    public static readonly byte[] Get = Head("GET /index.html HTTP/1.1", "User-Agent: x", "Host: Example.com:8080", "Accept: */*");

    public static readonly byte[] Absolute = Head("POST http://user@proxy.test/x?y=http://z/ HTTP/1.1", "host:\tother.test ");

    public static readonly byte[] Connect = Head("CONNECT [2001:db8::1]:443 HTTP/1.1", "Host: [2001:db8::1]:443");

    public static readonly byte[] Old = "GET / HTTP/1.0\n\n"u8.ToArray();

    public static byte[] Head(params string[] lines) => Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + "\r\n")) + "\r\n");
}
