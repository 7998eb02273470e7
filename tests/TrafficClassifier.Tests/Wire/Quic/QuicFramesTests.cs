using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Tests.Wire.Quic;

public sealed class QuicFramesTests
{
    [Fact]
    public void Crypto_frames_are_found_between_all_others()
    {
        Assert.Equal(DecodeStatus.Ok, QuicFrames.TryRead(QuicSamples.Frames, out var frames));
        var found = new List<(long, string)>();
        foreach (var frame in frames.CryptoFrames)
        {
            found.Add((frame.Offset, System.Text.Encoding.ASCII.GetString(frame.Data)));
        }
        Assert.Equal([(0, "abc"), (70, "defg")], found);
    }

    [Theory]
    [InlineData("0a 00", DecodeStatus.Malformed)]          // STREAM has no place in an Initial
    [InlineData("00 00 1d", DecodeStatus.Malformed)]       // nor has the application's CLOSE
    [InlineData("4006 00 00", DecodeStatus.Malformed)]     // 12.4: the type in its shortest form
    [InlineData("", DecodeStatus.Truncated)]
    [InlineData("06 00", DecodeStatus.Truncated)]
    [InlineData("06 00 02 aa", DecodeStatus.Truncated)]
    [InlineData("06 ffffffffffffffff 01 aa", DecodeStatus.Malformed)]
    [InlineData("02 05 00 00 06", DecodeStatus.Malformed)] // acknowledges packet -1
    [InlineData("02 05 00 01 02 02 00", DecodeStatus.Malformed)]
    [InlineData("02 05 00 01 02 01 00", DecodeStatus.Ok)]
    [InlineData("02 05 00 3f 02", DecodeStatus.Truncated)]
    [InlineData("1c 00 00 05 aa", DecodeStatus.Truncated)]
    public void A_frame_that_is_wrong_spoils_the_packet(string hex, DecodeStatus expected) =>
        Assert.Equal(expected, QuicFrames.TryRead(Hex.Bytes(hex), out _));
}
