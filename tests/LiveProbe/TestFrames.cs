using System.Buffers.Binary;

namespace TrafficClassifier.LiveProbe;

/// <summary>Frames that can be told apart.</summary>
internal static class TestFrames
{
    /// <summary>Types for local experiments (IEEE 802, table of EtherTypes).</summary>
    public const ushort Experiment = 0x88b5, OtherExperiment = 0x88b6;

    /// <summary>Two addresses, the tags (type and value), the type, and noise that begins with the number.</summary>
    public static byte[] Make(int number, int length, ushort type = Experiment, params (ushort Type, ushort Value)[] tags)
    {
        var frame = new byte[length];
        new Random(number).NextBytes(frame);
        frame[0] = frame[6] = 0x02; // locally administered, to one
        var at = 12;
        foreach (var tag in tags)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), tag.Type);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at + 2), tag.Value);
            at += 4;
        }
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), type);
        if (length >= at + 6)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at + 2), number);
        }
        return frame;
    }
}
