using System.Buffers.Binary;

namespace Circular2010.Frames;

/// <summary>
/// What the mirror port hands on: every frame it sees, and some of them twice (trap 13): the same bytes, or one hop later, or with
/// a VLAN tag, 20 to 400 microseconds after the first.
/// </summary>
internal sealed class MirrorPort(Dice dice)
{
    private readonly List<Frame> _frames = [];

    public int Duplicates { get; private set; }

    public int DuplicatesOneHopLater { get; private set; }

    public int DuplicatesTagged { get; private set; }

    public int Damaged { get; private set; }

    public int CutBySnapLength { get; private set; }

    public int Decoys { get; private set; }

    /// <summary>A frame that nobody classifies: handshakes, answers, other protocols.</summary>
    public void See(long time, byte[] frame) => _frames.Add(new Frame(time, frame, frame.Length));

    /// <summary>A frame that can be classified: DHCP, DNS, a request, a hello.</summary>
    public void SeeClassifiable(long time, byte[] frame, bool mustDuplicate = false)
    {
        See(time, frame);
        if (mustDuplicate || dice.Below(1000) < 30)
        {
            Duplicate(time + dice.Between(20, 400), frame);
        }
    }

    public void SeeDamaged(long time, Broken broken)
    {
        _frames.Add(new Frame(time, broken.Bytes, broken.Bytes.Length + broken.CutBytes));
        if (broken.IsDecoy)
        {
            Decoys++;
        }
        else if (broken.CutBytes > 0)
        {
            CutBySnapLength++;
        }
        else
        {
            Damaged++;
        }
    }

    /// <summary>By time; frames of the same microsecond stay in the order in which they were seen.</summary>
    public List<Frame> InOrder() => [.. _frames.OrderBy(frame => frame.Time)];

    private void Duplicate(long time, byte[] frame)
    {
        byte[] copy = (byte[])frame.Clone();
        bool isRouted = frame[0] != 0xFF;
        switch (dice.Below(3))
        {
            case 1 when isRouted:
                copy[Envelope.IpOffset + 8]--;
                Envelope.SealIp(copy);
                DuplicatesOneHopLater++;
                break;
            case 2:
                copy = Tagged(frame, vlan: 100 + frame[Envelope.IpOffset + 19] % 50);
                DuplicatesTagged++;
                break;
            default:
                break;
        }

        See(time, copy);
        Duplicates++;
    }

    private static byte[] Tagged(byte[] frame, int vlan)
    {
        byte[] tag = [0x81, 0x00, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(2), (ushort)vlan);
        return [.. frame[..12], .. tag, .. frame[12..]];
    }
}
