using System.Text;
using TrafficClassifier.Wire.Http;

namespace TrafficClassifier.Sightings.Events;

/// <summary>A request of plain HTTP.</summary>
internal sealed class HttpEvents
{
    private readonly EventLine _line;

    public HttpEvents(EventLine line) => _line = line;

    public void Write(scoped in FrameContext context, scoped in HttpRequestHead request)
    {
        var host = request.HasHost ? request.Host : request.Authority;
        if (!request.HasHost && host.IsEmpty)
        {
            return;
        }
        _line.Begin(context, "http");
        _line.Json.WriteStartObject("http"u8);
        _line.Json.WriteString("hostname"u8, _line.Text(host));
        _line.Json.WriteString("http_method"u8, Encoding.ASCII.GetString(request.Method));
        _line.End();
    }
}
