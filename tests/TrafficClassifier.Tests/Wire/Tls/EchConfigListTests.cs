using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;
using static TrafficClassifier.Tests.Wire.Tls.ClientHelloBuilder;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class EchConfigListTests
{
    [Fact]
    public void The_public_name_is_read() => Assert.Equal(["cloudflare-ech.com"], Names(EchSamples.One));

    [Fact]
    public void Versions_that_are_not_known_are_skipped()
    {
        Assert.Equal(["Public.Example", "other.example"], Names(EchSamples.Several));
        Assert.Empty(Names(EchSamples.OnlyUnknown));
    }

    [Fact]
    public void What_contradicts_the_standard_is_malformed()
    {
        var contents = EchSamples.Contents("a.example");
        (string Why, byte[] Bytes)[] wrong =
        [
            ("too short for a configuration", [0, 3, 1, 2, 3]),
            ("a configuration reaches behind the list", Vector(2, [0xfe, 0x0d, 0, 9, 1])),
            ("half a header behind a configuration", Vector(2, [.. EchSamples.Config("a.example"), 0xfe])),
            ("no public name", EchSamples.List(EchSamples.Config(""))),
            ("a byte behind the extensions", EchSamples.List(EchSamples.Config([.. contents, 0]))),
            ("a byte is missing", EchSamples.List(EchSamples.Config(contents[..^1]))),
            ("no public key", EchSamples.List(EchSamples.Config([7, 0, 32, 0, 0, 0, 4, 0, 1, 0, 1, 0, 1, (byte)'a', 0, 0]))),
            ("half a cipher suite", EchSamples.List(EchSamples.Config([7, 0, 32, 0, 1, 9, 0, 6, 0, 1, 0, 1, 0, 1, 0, 1, (byte)'a', 0, 0]))),
        ];
        foreach (var (why, bytes) in wrong)
        {
            Assert.Equal((why, DecodeStatus.Malformed), (why, EchConfigList.TryRead(bytes, out _)));
        }
    }

    [Theory]
    [InlineData(0, EncryptedHello.Outer)]
    [InlineData(1, EncryptedHello.Inner)]
    [InlineData(2, EncryptedHello.Unknown)]
    [InlineData(-1, EncryptedHello.Unknown)]
    public void A_hello_says_which_of_the_two_it_is(int type, EncryptedHello expected)
    {
        var bytes = new ClientHelloBuilder().Sni("a.example").Extension(EncryptedClientHello, type < 0 ? [] : [(byte)type]).Build();
        Assert.Equal(DecodeStatus.Ok, ClientHello.TryRead(bytes, out var hello));
        Assert.Equal((true, expected), (hello.HasEncryptedClientHello, hello.EncryptedHello));

        Assert.Equal(DecodeStatus.Ok, ClientHello.TryRead(new ClientHelloBuilder().Sni("a.example").Build(), out hello));
        Assert.Equal((false, EncryptedHello.None), (hello.HasEncryptedClientHello, hello.EncryptedHello));
    }

    private static List<string> Names(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, EchConfigList.TryRead(bytes, out var list));
        List<string> names = [];
        foreach (var name in list.PublicNames)
        {
            names.Add(Encoding.ASCII.GetString(name));
        }
        return names;
    }
}
