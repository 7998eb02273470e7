using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Arm = System.Runtime.Intrinsics.Arm;
using X86 = System.Runtime.Intrinsics.X86;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// AES-128 (FIPS 197) as Initials need it: one block, and counter mode. The key schedule looks bytes up in a table, which would leak a
/// secret key's bits through the cache: these keys are public (RFC 9001 5.2).
/// </summary>
internal readonly ref struct Aes128
{
    private const int BlockLength = 16;
    private const int Rounds = 10;
    private readonly RoundKeys _keys;
    private readonly Vector128<byte> _key;

    public Aes128(Vector128<byte> key)
    {
        _key = key;
        if (IsAccelerated)
        {
            Expand(key, ref _keys);
        }
    }

    private static bool IsAccelerated => X86.Aes.IsSupported || Arm.Aes.IsSupported;

    private static ReadOnlySpan<byte> Substitutes =>
    [
        0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
        0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0, 0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
        0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc, 0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
        0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a, 0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
        0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0, 0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
        0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b, 0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
        0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85, 0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
        0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5, 0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
        0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17, 0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
        0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88, 0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
        0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c, 0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
        0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9, 0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
        0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6, 0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
        0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e, 0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
        0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94, 0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
        0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68, 0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16,
    ];

    public Vector128<byte> Encrypt(Vector128<byte> block)
    {
        if (!IsAccelerated)
        {
            Span<byte> bytes = stackalloc byte[BlockLength];
            block.CopyTo(bytes);
            EncryptByFramework(_key, bytes);
            return Vector128.Create<byte>(bytes);
        }
        block = Begin(block, _keys[0]);
        for (var i = 1; i < Rounds; i++)
        {
            block = Round(block, _keys[i]);
        }
        return End(block, _keys[Rounds]);
    }

    /// <summary>Decrypts, or encrypts, in counter mode as GCM does (NIST SP 800-38D 6.5): the nonce's last four bytes count, from 2.</summary>
    public void Count(Vector128<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!IsAccelerated)
        {
            CountByFramework(_key, nonce, source, destination);
            return;
        }
        uint counter = 2;
        while (source.Length >= 8 * BlockLength)
        {
            CountEight(nonce, counter, source, destination);
            counter += 8;
            source = source[(8 * BlockLength)..];
            destination = destination[(8 * BlockLength)..];
        }
        while (source.Length >= BlockLength)
        {
            (Encrypt(At(nonce, counter++)) ^ Vector128.Create(source)).CopyTo(destination);
            source = source[BlockLength..];
            destination = destination[BlockLength..];
        }
        if (!source.IsEmpty)
        {
            var stream = Encrypt(At(nonce, counter));
            for (var i = 0; i < source.Length; i++)
            {
                destination[i] = (byte)(source[i] ^ stream[i]);
            }
        }
    }

    /// <summary>Eight blocks in flight, as the instruction takes several cycles but can begin in each.</summary>
    private void CountEight(Vector128<byte> nonce, uint counter, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var key = _keys[0];
        var (a, b) = (Begin(At(nonce, counter), key), Begin(At(nonce, counter + 1), key));
        var (c, d) = (Begin(At(nonce, counter + 2), key), Begin(At(nonce, counter + 3), key));
        var (e, f) = (Begin(At(nonce, counter + 4), key), Begin(At(nonce, counter + 5), key));
        var (g, h) = (Begin(At(nonce, counter + 6), key), Begin(At(nonce, counter + 7), key));
        for (var i = 1; i < Rounds; i++)
        {
            key = _keys[i];
            (a, b, c, d) = (Round(a, key), Round(b, key), Round(c, key), Round(d, key));
            (e, f, g, h) = (Round(e, key), Round(f, key), Round(g, key), Round(h, key));
        }
        key = _keys[Rounds];
        (End(a, key) ^ Vector128.Create(source)).CopyTo(destination);
        (End(b, key) ^ Vector128.Create(source[16..])).CopyTo(destination[16..]);
        (End(c, key) ^ Vector128.Create(source[32..])).CopyTo(destination[32..]);
        (End(d, key) ^ Vector128.Create(source[48..])).CopyTo(destination[48..]);
        (End(e, key) ^ Vector128.Create(source[64..])).CopyTo(destination[64..]);
        (End(f, key) ^ Vector128.Create(source[80..])).CopyTo(destination[80..]);
        (End(g, key) ^ Vector128.Create(source[96..])).CopyTo(destination[96..]);
        (End(h, key) ^ Vector128.Create(source[112..])).CopyTo(destination[112..]);
    }

    private static Vector128<byte> At(Vector128<byte> nonce, uint counter) =>
        nonce.AsUInt32().WithElement(3, BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(counter) : counter).AsByte();

    // Arm's instruction adds its key before it substitutes, x86's behind: so Arm's gets none, and the key is added behind it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Begin(Vector128<byte> block, Vector128<byte> key) => block ^ key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Round(Vector128<byte> block, Vector128<byte> key) => X86.Aes.IsSupported
        ? X86.Aes.Encrypt(block, key)
        : Arm.Aes.MixColumns(Arm.Aes.Encrypt(block, Vector128<byte>.Zero)) ^ key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> End(Vector128<byte> block, Vector128<byte> key) => X86.Aes.IsSupported
        ? X86.Aes.EncryptLast(block, key)
        : Arm.Aes.Encrypt(block, Vector128<byte>.Zero) ^ key;

    /// <summary>FIPS 197 5.2, for words whose first byte is the lowest.</summary>
    private static void Expand(Vector128<byte> key, ref RoundKeys keys)
    {
        keys[0] = key;
        var words = key.AsUInt32();
        var (a, b, c, d) = (words[0], words[1], words[2], words[3]);
        uint constant = 1;
        for (var i = 1; i <= Rounds; i++)
        {
            a ^= constant ^ Substitutes[(byte)(d >> 8)] ^ ((uint)Substitutes[(byte)(d >> 16)] << 8)
                ^ ((uint)Substitutes[(byte)(d >> 24)] << 16) ^ ((uint)Substitutes[(byte)d] << 24);
            b ^= a;
            c ^= b;
            d ^= c;
            keys[i] = Vector128.Create(a, b, c, d).AsByte();
            constant = (constant << 1) ^ ((constant >> 7) * 0x11b);
        }
    }

    /// <summary>For a CPU without AES instructions; allocates.</summary>
    internal static void EncryptByFramework(Vector128<byte> key, Span<byte> blocks)
    {
        Span<byte> bytes = stackalloc byte[BlockLength];
        key.CopyTo(bytes);
        using var aes = Aes.Create();
        aes.SetKey(bytes);
#pragma warning disable CA5358 // the block cipher itself: the mode is made of it here
        aes.EncryptEcb(blocks, blocks, PaddingMode.None);
#pragma warning restore CA5358
    }

    internal static void CountByFramework(Vector128<byte> key, Vector128<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var stream = new byte[(source.Length + BlockLength - 1) / BlockLength * BlockLength];
        for (var i = 0; i < stream.Length; i += BlockLength)
        {
            At(nonce, (uint)((i / BlockLength) + 2)).CopyTo(stream, i);
        }
        EncryptByFramework(key, stream);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = (byte)(source[i] ^ stream[i]);
        }
    }

    [InlineArray(Rounds + 1)]
    private struct RoundKeys
    {
        private Vector128<byte> _key;
    }
}
