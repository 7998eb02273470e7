using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Bench.Wire.Quic;

/// <summary>One client Initial of 1,200 bytes: derive the keys, remove header protection, decrypt, check all frames.</summary>
[MemoryDiagnoser]
public class InitialBenchmarks
{
    private const int HeaderLength = 18, NumberLength = 4, TagLength = 16;
    private static readonly byte[] _salt = Convert.FromHexString("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static readonly byte[] _client = [0, 32, 15, .. "tls13 client in"u8, 0];
    private static readonly byte[] _key = [0, 16, 14, .. "tls13 quic key"u8, 0];
    private static readonly byte[] _iv = [0, 12, 13, .. "tls13 quic iv"u8, 0];
    private static readonly byte[] _headerKey = [0, 16, 13, .. "tls13 quic hp"u8, 0];
    private readonly byte[] _packet = new byte[1200];
    private readonly byte[] _plaintext = new byte[1200];
    private QuicInitialKeys _known;

    [GlobalSetup]
    public void Protect()
    {
        Convert.FromHexString("c300000001088394c8f03e5157080000449e00000002").CopyTo(_packet, 0);
        byte[] frames = [6, 0, 0x44, 0, .. new byte[1024], .. new byte[134]];
        Span<byte> keys = stackalloc byte[44];
        Derive(keys);
        keys[27] ^= 2;
        using var gcm = new AesGcm(keys[..16], TagLength);
        var sealedBytes = _packet.AsSpan(HeaderLength + NumberLength);
        gcm.Encrypt(keys[16..28], frames, sealedBytes[..^TagLength], sealedBytes[^TagLength..], _packet.AsSpan(0, HeaderLength + NumberLength));
        Mask(keys[28..]);
        QuicInitialKeys.TryDerive(QuicVersion.Version1, _packet.AsSpan(6, 8), out _known);
        if (Own() != frames.Length || Framework() != frames.Length || OwnWithKnownKeys() != frames.Length)
        {
            throw new InvalidOperationException("one of them cannot read it");
        }
    }

    [Benchmark]
    public int Own()
    {
        QuicPacket.TryRead(_packet, out var packet);
        QuicInitialKeys.TryDerive(packet.Header.Version, packet.Header.DestinationId, out var keys);
        return keys.TryOpen(packet, _plaintext, out var length) && QuicFrames.TryRead(_plaintext.AsSpan(0, length), out _) == DecodeStatus.Ok ? length : 0;
    }

    [Benchmark]
    public int OwnWithKnownKeys()
    {
        QuicPacket.TryRead(_packet, out var packet);
        return _known.TryOpen(packet, _plaintext, out var length) && QuicFrames.TryRead(_plaintext.AsSpan(0, length), out _) == DecodeStatus.Ok ? length : 0;
    }

    [Benchmark(Baseline = true)]
    public int Framework()
    {
        Span<byte> keys = stackalloc byte[44];
        Derive(keys);
        _packet.AsSpan(0, HeaderLength + NumberLength).CopyTo(_plaintext);
        Mask(keys[28..]);
        Span<byte> nonce = stackalloc byte[12];
        keys[16..28].CopyTo(nonce);
        nonce[11] ^= _packet[21];
        using var gcm = new AesGcm(keys[..16], TagLength);
        var sealedBytes = _packet.AsSpan(HeaderLength + NumberLength);
        var plain = _plaintext.AsSpan(HeaderLength + NumberLength, sealedBytes.Length - TagLength);
        gcm.Decrypt(nonce, sealedBytes[..^TagLength], sealedBytes[^TagLength..], plain, _packet.AsSpan(0, HeaderLength + NumberLength));
        _plaintext.AsSpan(0, HeaderLength + NumberLength).CopyTo(_packet);
        return QuicFrames.TryRead(plain, out _) == DecodeStatus.Ok ? plain.Length : 0;
    }

    private void Derive(Span<byte> keys)
    {
        Span<byte> secret = stackalloc byte[32];
        Span<byte> client = stackalloc byte[32];
        HKDF.Extract(HashAlgorithmName.SHA256, _packet.AsSpan(6, 8), _salt, secret);
        HKDF.Expand(HashAlgorithmName.SHA256, secret, client, _client);
        HKDF.Expand(HashAlgorithmName.SHA256, client, keys[..16], _key);
        HKDF.Expand(HashAlgorithmName.SHA256, client, keys[16..28], _iv);
        HKDF.Expand(HashAlgorithmName.SHA256, client, keys[28..], _headerKey);
    }

    /// <summary>Puts header protection on, or takes it off.</summary>
    private void Mask(ReadOnlySpan<byte> key)
    {
        Span<byte> mask = stackalloc byte[16];
        using var aes = Aes.Create();
        aes.SetKey(key);
        aes.EncryptEcb(_packet.AsSpan(HeaderLength + 4, 16), mask, PaddingMode.None);
        _packet[0] ^= (byte)(mask[0] & 0x0f);
        for (var i = 0; i < NumberLength; i++)
        {
            _packet[HeaderLength + i] ^= mask[1 + i];
        }
    }
}
