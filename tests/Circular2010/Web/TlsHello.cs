using Circular2010.Frames;

namespace Circular2010.Web;

/// <summary>TLS 1.0 hellos (RFC 2246, server name: RFC 4366 3.1), each in one record and one segment.</summary>
internal sealed class TlsHello(Dice dice)
{
    private static readonly int[] s_ciphers = [0x0088, 0x0087, 0x0039, 0x0038, 0x0084, 0x0035, 0x0045, 0x0044, 0x0033, 0x0032, 0x0096, 0x0041, 0x0004, 0x0005, 0x002F, 0x000A];

    public byte[] Client(string name) => Record(1, ClientBody(name, name.Length));

    public byte[] Server()
    {
        Octets body = new Octets().U16(0x0301).U32(0x4B413000).Add(dice.Bytes(28)).U8(0).U16(0x0035).U8(0);
        return Record(2, body.ToArray());
    }

    /// <summary>Trap 14: the server name says it is longer than all that follows.</summary>
    public byte[] ClientWithImpossibleName(string name) => Record(1, ClientBody(name, 0x7FFF));

    private byte[] ClientBody(string name, int saidNameLength)
    {
        Octets body = new Octets().U16(0x0301).U32(0x4B413000).Add(dice.Bytes(28)).U8(0).U16(s_ciphers.Length * 2);
        foreach (int cipher in s_ciphers)
        {
            body.U16(cipher);
        }

        byte[] extensions = new Octets()
            .U16(0).U16(name.Length + 5).U16(name.Length + 3).U8(0).U16(saidNameLength).Text(name)
            .U16(10).U16(8).U16(6).U16(23).U16(24).U16(25)
            .U16(11).U16(2).U8(1).U8(0)
            .U16(35).U16(0).ToArray();
        return body.U8(1).U8(0).U16(extensions.Length).Add(extensions).ToArray();
    }

    private static byte[] Record(int handshake, byte[] body) =>
        new Octets().U8(22).U16(0x0301).U16(body.Length + 4).U8(handshake).U24(body.Length).Add(body).ToArray();
}
