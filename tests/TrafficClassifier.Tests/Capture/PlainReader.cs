using System.Buffers.Binary;

namespace TrafficClassifier.Tests.Capture;

/// <summary>The second opinion: reads little-endian pcap and pcapng (enhanced packets, microseconds) from an array, slowly and plainly.</summary>
internal static class PlainReader
{
    public static List<ReadFrame> Pcap(byte[] bytes)
    {
        var frames = new List<ReadFrame>();
        var link = (ushort)Word(bytes, 20);
        for (var at = 24; at < bytes.Length;)
        {
            var length = (int)Word(bytes, at + 8);
            frames.Add(new ReadFrame(frames.Count + 1, (Word(bytes, at) * 1_000_000_000L) + (Word(bytes, at + 4) * 1000L), link, Text(bytes, at + 16, length)));
            at += 16 + length;
        }
        return frames;
    }

    public static List<ReadFrame> Pcapng(byte[] bytes)
    {
        var frames = new List<ReadFrame>();
        ushort link = 0;
        for (var at = 0; at < bytes.Length; at += (int)Word(bytes, at + 4))
        {
            if (Word(bytes, at) == 1)
            {
                link = (ushort)Word(bytes, at + 8);
            }
            if (Word(bytes, at) == 6)
            {
                var units = ((ulong)Word(bytes, at + 12) << 32) | Word(bytes, at + 16);
                frames.Add(new ReadFrame(frames.Count + 1, (long)units * 1000, link, Text(bytes, at + 28, (int)Word(bytes, at + 20))));
            }
        }
        return frames;
    }

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static string Text(byte[] bytes, int at, int length) => Convert.ToHexStringLower(bytes, at, length);
}
