using Circular2010.Frames;
using Circular2010.Network;

namespace Circular2010.Web;

/// <summary>Turns acts into frames. The frame that completes an act has exactly the act's time.</summary>
internal sealed class WebTraffic(MirrorPort port, Dice dice)
{
    private readonly HttpRequest _http = new(dice);
    private readonly TlsHello _tls = new(dice);

    public void Tell(Act act)
    {
        if (act.Kind == ActKind.Lookup)
        {
            Lookup(act.Address, act.Domain, act.Time);
        }
        else if (act.Kind == ActKind.Connection)
        {
            Connect(act);
        }
    }

    private void Lookup(uint client, Domain domain, long time)
    {
        Endpoint from = Campus.Client(client, ClientPort());
        Endpoint to = Campus.Outside(Campus.Resolver, 53);
        int id = dice.Below(65536);
        port.SeeClassifiable(time, Envelope.Udp(from, to, 127, dice.Below(65536), DnsMessage.Query(id, domain.Name)));
        port.SeeClassifiable(
            time + dice.Between(600, 30_000),
            Envelope.Udp(to, from, 63, dice.Below(65536), DnsMessage.Answer(id, domain.Name, domain.Address)));
    }

    private void Connect(Act act)
    {
        // A client asks the resolver only if it connects to the site itself and not to a proxy.
        bool isProxied = act.Manner is Manner.Proxy or Manner.ProxyWithoutHost;
        if (act.WithLookup && !isProxied)
        {
            Lookup(act.Address, act.Domain, act.Time - dice.Between(90_000, 400_000));
        }

        Endpoint client = Campus.Client(act.Address, ClientPort());
        Endpoint server = Server(act, isProxied);
        uint sent = (uint)dice.Below(int.MaxValue);
        uint received = (uint)dice.Below(int.MaxValue);
        long span = dice.Between(3_000, 40_000);
        if (act.WithHandshake)
        {
            Handshake(client, server, act.Time, span, sent, received);
        }

        byte[] request = act.Manner == Manner.Tls ? _tls.Client(act.Domain.Name) : _http.Head(act.Domain, act.Manner);
        byte[] frame = Envelope.Tcp(client, server, 127, dice.Below(65536), sent + 1, received + 1, TcpFlags.Push | TcpFlags.Ack, request);
        port.SeeClassifiable(act.Time, frame, act.MustDuplicate);
        if (dice.Chance(55))
        {
            byte[] answer = act.Manner == Manner.Tls ? _tls.Server() : HttpRequest.Answer(dice.Chance(50));
            port.See(act.Time + span + dice.Between(1_000, 60_000), Envelope.Tcp(
                server, client, 52, dice.Below(65536), received + 1, sent + 1 + (uint)request.Length, TcpFlags.Push | TcpFlags.Ack, answer));
        }
    }

    private void Handshake(Endpoint client, Endpoint server, long request, long span, uint sent, uint received)
    {
        port.See(request - span - 900, Envelope.Tcp(client, server, 127, dice.Below(65536), sent, 0, TcpFlags.Syn, []));
        port.See(request - 700, Envelope.Tcp(server, client, 52, dice.Below(65536), received, sent + 1, TcpFlags.Syn | TcpFlags.Ack, []));
        port.See(request - 300, Envelope.Tcp(client, server, 127, dice.Below(65536), sent + 1, received + 1, TcpFlags.Ack, []));
    }

    private Endpoint Server(Act act, bool isProxied)
    {
        if (isProxied)
        {
            return dice.Chance(50) ? Campus.Outside(Campus.FirstProxy, 3128) : Campus.Outside(Campus.SecondProxy, 8080);
        }

        return Campus.Outside(act.Domain.Address, act.Manner == Manner.Tls ? 443 : 80);
    }

    private int ClientPort() => 32_768 + dice.Below(28_000);
}
