using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// What a version's Initial keys are made of (RFC 9001 5.2): its salt and its labels, worked out as far as they are the same for all
/// connections. An HMAC (RFC 2104) is two hashes of a block of key and a block of message; here the salt's key blocks and the schedules of
/// the labels' message blocks are ready.
/// </summary>
internal sealed class QuicInitialSalt
{
    public static readonly QuicInitialSalt Version1 = new("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    public static readonly QuicInitialSalt Version2 = new("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2");
    public static readonly QuicInitialSalt Draft29 = new("afbfec289993d24c9e9786f19c6111e04390a899");
    public static readonly QuicInitialSalt Draft23 = new("c3eef712c72ebb5a11a7d2432bb46365bef9f502");
    public static readonly QuicInitialSalt Draft22 = new("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");
    public static readonly QuicInitialSalt GoogleT050 = new("7ff579e5acd072915580304c43a2367c60488310");
    public static readonly QuicInitialSalt GoogleT051 = new("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d");

    private const int BlockLength = 64;
    private const uint InnerPad = 0x3636_3636, OuterPad = 0x5c5c_5c5c;
    private readonly Sha256State _inner;
    private readonly Sha256State _outer;
    private readonly Sha256Schedule _client;
    private readonly Sha256Schedule _keys;

    private QuicInitialSalt(string salt, string prefix = "quic")
    {
        var key = Convert.FromHexString(salt);
        _inner = KeyState(key, InnerPad);
        _outer = KeyState(key, OuterPad);
        // RFC 9369 3.3.2 changes the three keys' labels, not that of the secret.
        _client = Labels(("client in", 32));
        _keys = Labels((prefix + " key", 16), (prefix + " iv", 12), (prefix + " hp", 16));
    }

    /// <summary>Key, iv and header protection key as lanes 0, 1 and 2, in as many words of the state as they are long.</summary>
    public void Derive(ReadOnlySpan<byte> destinationId, out Sha256State keys)
    {
        // HKDF-Extract (RFC 5869 2.2): HMAC of the connection id, with the salt as key.
        Span<byte> block = stackalloc byte[BlockLength];
        block.Clear();
        destinationId.CopyTo(block);
        Close(block, destinationId.Length);
        Sha256Schedule schedule = default;
        Fill(ref schedule, 0, block);
        Sha256Lanes.Expand(ref schedule);
        var state = _inner;
        Sha256Lanes.Compress(ref state, ref schedule);
        HashDigest(_outer, ref state);

        Expand(_client, ref state);
        Expand(_keys, ref state);
        keys = state;
    }

    /// <summary>HKDF-Expand (RFC 5869 2.3) of one block for each label, with the secret in lane 0 as key.</summary>
    private static void Expand(in Sha256Schedule labels, ref Sha256State secret)
    {
        // The inner and the outer key block, in two lanes.
        Sha256Schedule key = default;
        var pads = Vector128.Create(InnerPad, OuterPad, 0, 0);
        for (var i = 0; i < 16; i++)
        {
            key[i] = i < 8 ? Vector128.Create(secret[i].ToScalar()) ^ pads : pads;
        }
        Sha256Lanes.Expand(ref key);
        var both = Sha256Lanes.Initial();
        Sha256Lanes.Compress(ref both, ref key);

        Sha256State outer = default;
        for (var i = 0; i < 8; i++)
        {
            secret[i] = Vector128.Create(both[i].ToScalar());
            outer[i] = Vector128.Create(both[i].GetElement(1));
        }
        Sha256Lanes.Compress(ref secret, in labels);
        HashDigest(outer, ref secret);
    }

    /// <summary>The outer hash of an HMAC: takes in the inner digest of each lane and replaces it.</summary>
    private static void HashDigest(in Sha256State outer, ref Sha256State digest)
    {
        Sha256Schedule schedule = default;
        for (var i = 0; i < 8; i++)
        {
            schedule[i] = digest[i];
        }
        schedule[8] = Vector128.Create(0x8000_0000u);
        schedule[15] = Vector128.Create((BlockLength + 32) * 8u);
        Sha256Lanes.Expand(ref schedule);
        digest = outer;
        Sha256Lanes.Compress(ref digest, ref schedule);
    }

    private static Sha256State KeyState(byte[] key, uint pad)
    {
        var block = new byte[BlockLength];
        key.CopyTo(block, 0);
        Sha256Schedule schedule = default;
        Fill(ref schedule, 0, block);
        for (var i = 0; i < 16; i++)
        {
            schedule[i] ^= Vector128.Create(pad);
        }
        Sha256Lanes.Expand(ref schedule);
        var state = Sha256Lanes.Initial();
        Sha256Lanes.Compress(ref state, ref schedule);
        return state;
    }

    /// <summary>HKDF-Expand-Label's info (RFC 8446 7.1) and the block counter, a label in each lane.</summary>
    private static Sha256Schedule Labels(params (string Label, int Length)[] labels)
    {
        Sha256Schedule schedule = default;
        for (var lane = 0; lane < labels.Length; lane++)
        {
            var label = Encoding.ASCII.GetBytes("tls13 " + labels[lane].Label);
            byte[] info = [0, (byte)labels[lane].Length, (byte)label.Length, .. label, 0, 1];
            var block = new byte[BlockLength];
            info.CopyTo(block, 0);
            Close(block, info.Length);
            Fill(ref schedule, lane, block);
        }
        Sha256Lanes.Expand(ref schedule);
        return schedule;
    }

    /// <summary>Ends a message of one block behind the key's (FIPS 180-4 5.1.1).</summary>
    private static void Close(Span<byte> block, int length)
    {
        block[length] = 0x80;
        BinaryPrimitives.WriteUInt16BigEndian(block[^2..], (ushort)((BlockLength + length) * 8));
    }

    private static void Fill(ref Sha256Schedule schedule, int lane, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < 16; i++)
        {
            schedule[i] = schedule[i].WithElement(lane, BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]));
        }
    }
}
