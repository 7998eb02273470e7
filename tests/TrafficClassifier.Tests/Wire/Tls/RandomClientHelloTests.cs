using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class RandomClientHelloTests
{
    private const int Hellos = 3000;

    [Fact]
    public void A_generated_hello_is_read_as_it_was_meant()
    {
        for (var seed = 0; seed < Hellos; seed++)
        {
            var random = new Random(seed);
            var name = random.Next(4) == 0 ? null : $"h{random.Next(1 << 20)}.example.test";
            var protocols = random.Next(3) == 0 ? null : Enumerable.Range(0, random.Next(1, 5)).Select(i => new string((char)('a' + i), random.Next(1, 12))).ToArray();
            ushort? highest = random.Next(3) == 0 ? null : (ushort)random.Next(0x0301, 0x0305);
            var hasEch = random.Next(2) == 0;
            var builder = Write(random, name, protocols, highest, hasEch);
            var bytes = builder.Build();

            Assert.True(ClientHello.TryRead(bytes, out var hello) == DecodeStatus.Ok, $"seed {seed}: {Hex.Text(bytes)}");
            Assert.Equal(name ?? "", Encoding.ASCII.GetString(hello.ServerName));
            Assert.Equal(protocols ?? [], ClientHelloTests.Protocols(hello));
            Assert.Equal((builder.Version, highest ?? builder.Version, hasEch), (hello.LegacyVersion, hello.HighestVersion, hello.HasEncryptedClientHello));
        }
    }

    private static ClientHelloBuilder Write(Random random, string? name, string[]? protocols, ushort? highest, bool hasEch)
    {
        var builder = new ClientHelloBuilder
        {
            Version = (ushort)random.Next(0x0301, 0x0304),
            SessionId = new byte[random.Next(33)],
            CipherSuites = new byte[2 * random.Next(1, 40)],
            Compressions = new byte[random.Next(1, 3)],
        };
        var extensions = new List<Action>();
        if (name is not null)
        {
            extensions.Add(() => builder.Sni(name));
        }
        if (protocols is not null)
        {
            extensions.Add(() => builder.Protocols(protocols));
        }
        if (highest is { } version)
        {
            extensions.Add(() => builder.Versions(Grease(random), version, 0x0300));
        }
        if (hasEch)
        {
            extensions.Add(() => builder.Extension(ClientHelloBuilder.EncryptedClientHello, new byte[random.Next(300)]));
        }
        for (var others = random.Next(12); others > 0; others--)
        {
            var type = random.Next(3) == 0 ? Grease(random) : (ushort)random.Next(100, 60000);
            extensions.Add(() => builder.Extension(type, new byte[random.Next(10) == 0 ? 1263 : random.Next(30)]));
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(extensions));
        extensions.ForEach(write => write());
        return builder;
    }

    private static ushort Grease(Random random) => (ushort)((random.Next(16) * 0x1010) + 0x0a0a);
}
