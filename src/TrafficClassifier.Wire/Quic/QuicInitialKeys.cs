using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace TrafficClassifier.Wire.Quic;

/// <summary>
/// The keys of a client's Initials (RFC 9001 5.2). They come from the connection id that the client chose and from the version's public
/// salt: whoever sees the packet has them.
/// <para>
/// The tag is not verified. It proves only that the sender knew the public keys, so anybody can forge a valid one, and GHASH would cost more than
/// the decryption. A packet is believed when its reserved bits are zero and all its frames parse to its end; a hello when it parses to
/// its end.
/// </para>
/// </summary>
public readonly struct QuicInitialKeys
{
    private const int TagLength = 16;
    private readonly Vector128<byte> _key;
    private readonly Vector128<byte> _iv;
    private readonly Vector128<byte> _headerKey;

    private QuicInitialKeys(Vector128<byte> key, Vector128<byte> iv, Vector128<byte> headerKey)
    {
        _key = key;
        _iv = iv;
        _headerKey = headerKey;
    }

    /// <summary>Derives the keys from the destination id of the client's first Initial, or of its first behind a Retry.</summary>
    /// <returns>False when the version is not known or the id longer than <see cref="QuicLongHeader.LongestConnectionId"/>.</returns>
    public static bool TryDerive(QuicVersion version, ReadOnlySpan<byte> destinationId, out QuicInitialKeys keys)
    {
        keys = default;
        if (version.InitialSalt is not { } salt || destinationId.Length > QuicLongHeader.LongestConnectionId)
        {
            return false;
        }
        salt.Derive(destinationId, out var lanes);
        keys = new QuicInitialKeys(Lane(lanes, 0), Lane(lanes, 1).AsUInt32().WithElement(3, 0u).AsByte(), Lane(lanes, 2));
        return true;
    }

    /// <summary>Removes header protection (RFC 9001 5.4) and decrypts.</summary>
    /// <param name="packet">A client's Initial.</param>
    /// <param name="plaintext">Where the frames go; as long as the packet is always enough.</param>
    /// <param name="length">Bytes of frames.</param>
    /// <returns>False when these cannot be the packet's keys. True does not mean that they are: see <see cref="QuicFrames"/>.</returns>
    public bool TryOpen(scoped in QuicPacket packet, Span<byte> plaintext, out int length)
    {
        length = 0;
        var bytes = packet.Bytes;
        var start = packet.PacketNumberStart;
        var mask = new Aes128(_headerKey).Encrypt(Vector128.Create(bytes.Slice(start + QuicPacket.SampleOffset, QuicPacket.SampleLength)));
        var first = bytes[0] ^ (mask[0] & 0x0f);
        if ((first & 0x0c) != 0)
        {
            return false; // RFC 9000 17.2: reserved bits, zero before protection
        }
        var numberLength = 1 + (first & 3);
        Span<byte> nonce = stackalloc byte[16];
        _iv.CopyTo(nonce);
        for (var i = 0; i < numberLength; i++)
        {
            // The nonce's last bytes (RFC 9001 5.3). A number is cut to its lowest bytes (RFC 9000 17.1) only as far as the other side can
            // complete it; Initials are few and count from 0, so what is here is the whole number.
            nonce[12 - numberLength + i] ^= (byte)(bytes[start + i] ^ mask[1 + i]);
        }
        var sealedBytes = bytes[(start + numberLength)..^TagLength];
        if (sealedBytes.Length > plaintext.Length)
        {
            return false;
        }
        length = sealedBytes.Length;
        new Aes128(_key).Count(Vector128.Create<byte>(nonce), sealedBytes, plaintext);
        return true;
    }

    private static Vector128<byte> Lane(in Sha256State state, int lane)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * i)..], state[i].GetElement(lane));
        }
        return Vector128.Create<byte>(bytes);
    }
}
