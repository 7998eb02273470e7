using TrafficClassifier.Tests.Wire.Quic;
using TrafficClassifier.Tests.Wire.Tls;

namespace TrafficClassifier.Tests.Sightings.Messages;

/// <summary>Cuts a hello into CRYPTO frames, Initials and datagrams in any way that the standard allows, and some more.</summary>
internal sealed class RandomInitials
{
    private readonly Random _random;

    public RandomInitials(int seed) => _random = new Random(seed);

    public static byte[] Hello(string name, int length)
    {
        var plain = new ClientHelloBuilder().Sni(name).Protocols("h3").Build().Length;
        return new ClientHelloBuilder().Extension(0x7a7a, new byte[Math.Max(0, length - plain - 4)]).Sni(name).Protocols("h3").Build();
    }

    /// <summary>The datagrams of one connection's hello.</summary>
    public List<byte[]> Datagrams(byte[] hello, uint version)
    {
        var frames = Frames(hello);
        var id = new byte[_random.Next(8, 21)];
        _random.NextBytes(id);
        var isGreased = _random.Next(2) == 0;
        byte[] token = new byte[_random.Next(3) * 20];
        var packets = new List<byte[]>();
        for (uint number = 0; frames.Count > 0; number++)
        {
            List<byte> payload = [];
            do
            {
                payload.AddRange(Noise());
                payload.AddRange(frames[0]);
                frames.RemoveAt(0);
            }
            while (frames.Count > 0 && payload.Count < 1100 && _random.Next(6) > 0);
            payload.AddRange(new byte[Math.Max(4, _random.Next(2) * (1162 - payload.Count))]);
            packets.Add(new InitialBuilder
            {
                Version = version,
                KeyId = id,
                Token = token,
                Number = number,
                NumberLength = _random.Next(number > 255 ? 2 : 1, 5),
                IsGreased = isGreased,
            }.Build([.. payload]));
        }
        return [.. Coalesce(packets, version, id).Select(Padded)];
    }

    /// <summary>Pieces that cover the hello, some of them twice, in any order.</summary>
    private List<byte[]> Frames(byte[] hello)
    {
        List<byte[]> frames = [];
        var longest = _random.Next(hello.Length / 40, 1100) + 1;
        for (var at = 0; at < hello.Length;)
        {
            var length = Math.Min(hello.Length - at, _random.Next(hello.Length / 60, longest) + 1);
            var back = _random.Next(3) == 0 ? _random.Next(Math.Min(at, 30) + 1) : 0;
            frames.Add(InitialBuilder.Crypto(at - back, hello.AsSpan(at - back, length + back)));
            if (_random.Next(8) == 0)
            {
                frames.Add(frames[^1]);
            }
            at += length;
        }
        var shuffled = frames.ToArray();
        if (_random.Next(4) > 0)
        {
            _random.Shuffle(shuffled);
        }
        return [.. shuffled];
    }

    private byte[] Noise() => _random.Next(6) switch
    {
        0 => [1],
        1 => new byte[_random.Next(20)],
        2 => [2, 5, 0, 0, 1],
        _ => [],
    };

    private IEnumerable<byte[]> Coalesce(List<byte[]> packets, uint version, byte[] id)
    {
        for (var i = 0; i < packets.Count; i++)
        {
            yield return _random.Next(4) switch
            {
                0 when i + 1 < packets.Count => [.. packets[i], .. packets[++i]],
                1 => [.. packets[i], .. new InitialBuilder { Version = version, KeyId = id, Type = _random.Next(1, 3) }.Build(new byte[30])],
                _ => packets[i],
            };
        }
    }

    private static byte[] Padded(byte[] datagram) => datagram.Length >= 1200 ? datagram : [.. datagram, .. new byte[1200 - datagram.Length]];
}
