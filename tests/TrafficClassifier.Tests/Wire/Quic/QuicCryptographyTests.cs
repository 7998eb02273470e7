using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Tests.Wire.Quic;

/// <summary>Our own SHA-256 and AES against the framework's.</summary>
public sealed class QuicCryptographyTests
{
    [Fact]
    public void Four_lanes_hash_four_messages_of_any_length()
    {
        var random = new Random(256);
        for (var length = 0; length < 300; length++)
        {
            var messages = new byte[4][];
            for (var lane = 0; lane < 4; lane++)
            {
                random.NextBytes(messages[lane] = new byte[length]);
            }
            var digests = Hash(messages);
            for (var lane = 0; lane < 4; lane++)
            {
                Assert.Equal(Hex.Text(SHA256.HashData(messages[lane])), Hex.Text(digests[lane]));
            }
        }
    }

    [Fact]
    public void Blocks_and_counter_mode_are_as_the_frameworks_whatever_the_length()
    {
        var random = new Random(128);
        var (key, block) = (new byte[16], new byte[16]);
        for (var length = 0; length < 400; length++)
        {
            random.NextBytes(key);
            random.NextBytes(block);
            var source = new byte[length];
            random.NextBytes(source);
            using var framework = Aes.Create();
            framework.Key = key;
            var own = new Aes128(Vector128.Create(key));
            var encrypted = new byte[16];
            own.Encrypt(Vector128.Create(block)).CopyTo(encrypted);
            Assert.Equal(framework.EncryptEcb(block, PaddingMode.None), encrypted);

            using var gcm = new AesGcm(key, 16);
            var (expected, counted, fallback) = (new byte[length], new byte[length], new byte[length]);
            gcm.Encrypt(block.AsSpan(0, 12), source, expected, new byte[16]);
            own.Count(Vector128.Create(block), source, counted);
            Aes128.CountByFramework(Vector128.Create(key), Vector128.Create(block), source, fallback);
            Assert.Equal(expected, counted);
            Assert.Equal(expected, fallback);
        }
    }

    private static byte[][] Hash(byte[][] messages)
    {
        var length = messages[0].Length;
        var blocks = (length + 9 + 63) / 64;
        var padded = messages.Select(message => (byte[])[.. message, 0x80, .. new byte[(64 * blocks) - length - 9], .. Length(length)]).ToArray();
        var state = Sha256Lanes.Initial();
        for (var block = 0; block < blocks; block++)
        {
            Sha256Schedule schedule = default;
            for (var i = 0; i < 16; i++)
            {
                schedule[i] = Vector128.Create(Word(0), Word(1), Word(2), Word(3));
                uint Word(int lane) => BinaryPrimitives.ReadUInt32BigEndian(padded[lane].AsSpan((64 * block) + (4 * i)));
            }
            Sha256Lanes.Expand(ref schedule);
            Sha256Lanes.Compress(ref state, ref schedule);
        }
        return [.. Enumerable.Range(0, 4).Select(lane => Digest(state, lane))];
    }

    private static byte[] Digest(Sha256State state, int lane)
    {
        var digest = new byte[32];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest.AsSpan(4 * i), state[i].GetElement(lane));
        }
        return digest;
    }

    private static byte[] Length(int bytes)
    {
        var bits = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bits, 8L * bytes);
        return bits;
    }
}
