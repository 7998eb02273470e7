using Circular2010.Frames;
using Circular2010.Network;

namespace Circular2010.Web;

/// <summary>What nobody classifies: the core router asks for the time and for hardware addresses, every quarter of an hour of the week.</summary>
internal sealed class Murmur(MirrorPort port, Dice dice)
{
    private const uint Core = 0x0A140001; // 10.20.0.1
    private const int TimeProtocol = 123;

    public void Tell()
    {
        for (long time = Week.Start; time < Week.End; time += 15 * Week.Minute)
        {
            Endpoint core = Campus.Outside(Core, TimeProtocol);
            Endpoint clock = new(Campus.DhcpServerMac, Campus.DhcpServer, TimeProtocol);
            byte[] question = new Octets().U8(0x1B).Zeros(47).ToArray();
            port.See(time, Envelope.Udp(core, clock, 64, dice.Below(65536), question));
            port.See(time + dice.Between(1_000_000, 30_000_000), AddressQuestion(core.Mac, Campus.Resolver));
        }
    }

    private static byte[] AddressQuestion(ulong mac, uint address) => new Octets()
        .Mac(Campus.BroadcastMac).Mac(mac).U16(0x0806)
        .U16(1).U16(0x0800).U8(6).U8(4).U16(1).Mac(mac).U32(Core).Mac(0).U32(address).Zeros(18).ToArray();
}
