using Circular2010.Frames;

namespace Circular2010.Web;

/// <summary>RFC 1035: a query for one name, and the answer with one address and a compressed owner name.</summary>
internal static class DnsMessage
{
    private const int RecursionDesired = 0x0100;
    private const int Answered = 0x8180;
    private const int NameInQuestion = 0xC00C;

    public static byte[] Query(int id, string name) => Question(id, RecursionDesired, answers: 0, name).ToArray();

    public static byte[] Answer(int id, string name, uint address) =>
        Question(id, Answered, answers: 1, name)
            .U16(NameInQuestion).U16(1).U16(1).U32(120).U16(4).U32(address).ToArray();

    public static Octets Question(int id, int flags, int answers, string name)
    {
        Octets message = new Octets().U16(id).U16(flags).U16(1).U16(answers).U16(0).U16(0);
        foreach (string label in name.Split('.'))
        {
            message.U8(label.Length).Text(label);
        }

        return message.U8(0).U16(1).U16(1);
    }
}
