using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// SHA-256's compression (FIPS 180-4 6.2.2) in four lanes: the three keys of an Initial are three HMACs with one key, so they cost as much
/// as one. The schedule is apart from the rounds because most blocks here are constant and need it once. .NET 10 has no x86 SHA
/// instructions, and its hash classes cost more in calls than in rounds.
/// </summary>
internal static class Sha256Lanes
{
    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static ReadOnlySpan<uint> Start =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    /// <summary>The state before the first block (FIPS 180-4 5.3.3), in all lanes.</summary>
    public static Sha256State Initial()
    {
        Sha256State state = default;
        for (var i = 0; i < 8; i++)
        {
            state[i] = Vector128.Create(Start[i]);
        }
        return state;
    }

    /// <summary>Makes the schedule of a block whose 16 words stand at its beginning.</summary>
    public static void Expand(ref Sha256Schedule schedule)
    {
        Span<Vector128<uint>> words = schedule;
        for (var i = 16; i < words.Length; i++)
        {
            var (near, far) = (words[i - 2], words[i - 15]);
            words[i] = words[i - 16] + words[i - 7]
                + (Rotate(near, 17) ^ Rotate(near, 19) ^ (near >>> 10)) + (Rotate(far, 7) ^ Rotate(far, 18) ^ (far >>> 3));
        }
        for (var i = 0; i < words.Length; i++)
        {
            words[i] += Vector128.Create(Constants[i]);
        }
    }

    /// <summary>Takes a block in.</summary>
    public static void Compress(ref Sha256State state, ref readonly Sha256Schedule schedule)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (ReadOnlySpan<Vector128<uint>> rest = schedule; rest.Length >= 8; rest = rest[8..])
        {
            Round(a, b, c, ref d, e, f, g, ref h, rest[0]);
            Round(h, a, b, ref c, d, e, f, ref g, rest[1]);
            Round(g, h, a, ref b, c, d, e, ref f, rest[2]);
            Round(f, g, h, ref a, b, c, d, ref e, rest[3]);
            Round(e, f, g, ref h, a, b, c, ref d, rest[4]);
            Round(d, e, f, ref g, h, a, b, ref c, rest[5]);
            Round(c, d, e, ref f, g, h, a, ref b, rest[6]);
            Round(b, c, d, ref e, f, g, h, ref a, rest[7]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector128<uint> a, Vector128<uint> b, Vector128<uint> c, ref Vector128<uint> d,
        Vector128<uint> e, Vector128<uint> f, Vector128<uint> g, ref Vector128<uint> h, Vector128<uint> word)
    {
        var one = h + word + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + Vector128.ConditionalSelect(e, f, g);
        d += one;
        h = one + (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (c & (a ^ b)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> words, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(words, bits) : (words >>> bits) | (words << (32 - bits));
}
