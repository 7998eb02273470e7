namespace TrafficClassifier.Tests.Capture;

/// <summary>Captures longer than any buffer, with frames of every size: the same bytes for the same seed.</summary>
internal static class LargeCaptures
{
    public static byte[] Pcap(int seed, int frames, int longest)
    {
        var dice = new Random(seed);
        var capture = new PcapBytes();
        for (var i = 0; i < frames; i++)
        {
            capture.Add((uint)(1_262_563_200 + i), (uint)dice.Next(1_000_000), Frame(dice, longest));
        }
        return capture.ToArray();
    }

    public static byte[] Pcapng(int seed, int frames, int longest)
    {
        var dice = new Random(seed);
        var capture = new PcapngBytes().Section().Interface(linkType: 101);
        for (var i = 0; i < frames; i++)
        {
            if (dice.Next(10) == 0)
            {
                capture.Block(0x0bad_0000, new byte[dice.Next(200_000) * 4]);
            }
            capture.Enhanced(0, 1_262_563_200_000_000ul + (ulong)i, Frame(dice, longest));
        }
        return capture.ToArray();
    }

    /// <summary>Mostly short, some long, a few as long as a frame can be.</summary>
    private static byte[] Frame(Random dice, int longest)
    {
        var frame = new byte[dice.Next(200) switch { 0 => longest, < 30 => dice.Next(longest), _ => dice.Next(1600) }];
        dice.NextBytes(frame);
        return frame;
    }
}
