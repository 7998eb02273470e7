using System.Globalization;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings.Events;

/// <summary>A ClientHello, over TLS, QUIC or DTLS.</summary>
internal sealed class TlsEvents
{
    private readonly EventLine _line;

    public TlsEvents(EventLine line) => _line = line;

    public void Write(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello)
    {
        if (hello.IsCut && hello.ServerName.IsEmpty)
        {
            return; // the name may stand in the part that is not here
        }
        var isQuic = origin.Transport == HelloTransport.Quic;
        var type = isQuic ? "quic" : origin.Transport == HelloTransport.Dtls ? "dtls" : "tls";
        _line.Begin(context, type);
        _line.Json.WriteStartObject(type);
        if (isQuic)
        {
            _line.Json.WriteString("version"u8, string.Create(CultureInfo.InvariantCulture, $"0x{origin.QuicVersion:x8}"));
        }
        if (!hello.ServerName.IsEmpty)
        {
            _line.Json.WriteString("sni"u8, _line.Text(hello.ServerName));
        }
        var hasProtocol = false;
        foreach (var protocol in hello.ApplicationProtocols)
        {
            if (!hasProtocol)
            {
                _line.Json.WriteStartArray("alpn"u8);
                hasProtocol = true;
            }
            _line.Json.WriteStringValue(_line.Text(protocol));
        }
        if (hasProtocol)
        {
            _line.Json.WriteEndArray();
        }
        _line.Json.WriteBoolean("ech"u8, hello.HasEncryptedClientHello);
        if (origin.IsMidStream && !hello.ServerName.IsEmpty) // a hello without a name counts wherever it stands
        {
            _line.Json.WriteBoolean("mid_stream"u8, true);
        }
        _line.End();
    }

    /// <summary>Versions of Google's are known by their letters.</summary>
    public void Write(scoped in FrameContext context, scoped in GoogleQuicHello hello)
    {
        _line.Begin(context, "quic");
        _line.Json.WriteStartObject("quic"u8);
        _line.Json.WriteString("version"u8, string.Create(CultureInfo.InvariantCulture, $"Q{hello.Number:d3}"));
        if (!hello.ServerName.IsEmpty)
        {
            _line.Json.WriteString("sni"u8, _line.Text(hello.ServerName));
        }
        _line.End();
    }
}
