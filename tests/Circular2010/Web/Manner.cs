namespace Circular2010.Web;

/// <summary>How a client names the site it asks for.</summary>
internal enum Manner
{
    /// <summary>GET with a Host header, port 80.</summary>
    Plain,

    /// <summary>As plain, the host in mixed case.</summary>
    MixedCase,

    /// <summary>As plain, the Host header with ":80".</summary>
    WithPort,

    /// <summary>Absolute-form request to the university's proxy, port 3128 or 8080.</summary>
    Proxy,

    /// <summary>As proxy, HTTP/1.0 without any Host header: the name stands in the request line only.</summary>
    ProxyWithoutHost,

    /// <summary>TLS 1.0 ClientHello with a server name, port 443.</summary>
    Tls,
}
