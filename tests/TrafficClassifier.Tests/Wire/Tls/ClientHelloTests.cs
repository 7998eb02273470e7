using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class ClientHelloTests
{
    private static readonly byte[] Big = new byte[1300];

    [Fact]
    public void A_hello_is_read()
    {
        var hello = Read(TlsSamples.Hello);
        Assert.Equal("www.facebook.com", Name(hello));
        Assert.Equal(["h2", "http/1.1"], Protocols(hello));
        Assert.Equal((0x0303, 0x0304, true, false), (hello.LegacyVersion, hello.HighestVersion, hello.HasEncryptedClientHello, hello.IsCut));
    }

    [Fact]
    public void The_name_may_stand_first_or_last()
    {
        Assert.Equal("a.test", Name(Read(new ClientHelloBuilder().Sni("a.test").Extension(ClientHelloBuilder.KeyShare, Big).Build())));
        Assert.Equal("a.test", Name(Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.KeyShare, Big).Sni("a.test").Build())));
    }

    [Fact]
    public void A_hello_without_extensions_has_no_name()
    {
        foreach (var bytes in new[] { TlsSamples.HelloWithoutExtensions, TlsSamples.HelloWithEmptyExtensions })
        {
            var hello = Read(bytes);
            Assert.True(hello.ServerName.IsEmpty);
            Assert.Empty(Protocols(hello));
            Assert.Equal((hello.LegacyVersion, false), (hello.HighestVersion, hello.HasEncryptedClientHello));
        }
    }

    [Theory]
    [InlineData("", "empty extension, as a server sends it")]
    [InlineData("0000", "empty list")]
    [InlineData("0003 00 0000", "empty name")]
    [InlineData("0006 00 0004 612e62", "name longer than the list")]
    [InlineData("0006 01 0003 612e62", "another type of name")]
    public void A_name_that_is_not_there_is_empty(string data, string why) =>
        Assert.Equal(("", why), (Name(Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.ServerName, Hex.Bytes(data)).Build())), why));

    [Theory]
    [InlineData(5)]
    [InlineData(0xffff)]
    public void A_wrong_length_of_the_list_does_not_hide_the_name(int listLength) =>
        Assert.Equal("a.b", Name(Read(new ClientHelloBuilder().Extension(0, [.. ClientHelloBuilder.Big(listLength), 0, 0, 3, .. "a.b"u8]).Build())));

    [Fact]
    public void The_list_of_protocols_ends_where_an_entry_would_leave_it()
    {
        Assert.Equal(["h2"], Protocols(Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.Alpn, Hex.Bytes("0006 02 6832 05 6833")).Build())));
        Assert.Equal(["h2"], Protocols(Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.Alpn, Hex.Bytes("0006 02 6832 00 02 6833")).Build())));
        Assert.Empty(Protocols(Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.Alpn, [0]).Build())));
    }

    [Theory]
    [InlineData("06 aaaa 0304 0303", 0x0304)]
    [InlineData("04 0303 0304", 0x0304)] // in any order
    [InlineData("02 0a0a", 0x0303)] // nothing but GREASE
    [InlineData("03 0304 03", 0x0304)]
    [InlineData("", 0x0303)]
    public void The_highest_version_is_the_highest_that_is_no_grease(string data, ushort version) =>
        Assert.Equal(version, Read(new ClientHelloBuilder().Extension(ClientHelloBuilder.SupportedVersions, Hex.Bytes(data)).Build()).HighestVersion);

    [Fact]
    public void Grease_is_sixteen_values() => Assert.Equal(
        Enumerable.Range(0, 16).Select(i => (i * 0x1010) + 0x0a0a),
        Enumerable.Range(0, 0x10000).Where(value => TlsExtensionType.IsGrease((ushort)value)));

    [Fact]
    public void The_first_of_two_equal_extensions_counts() => Assert.Equal("a.test", Name(Read(new ClientHelloBuilder().Sni("a.test").Sni("b.test").Build())));

    [Theory]
    [InlineData(4, 2, "version 2")]
    [InlineData(38, 33, "session id of 33 bytes")]
    [InlineData(72, 5, "odd cipher suites")]
    [InlineData(71, 0xff, "cipher suites that overrun the message")]
    [InlineData(77, 200, "compressions that overrun the message")]
    [InlineData(79, 0xff, "extensions that overrun the message")]
    [InlineData(83, 0xff, "an extension that overruns the extensions")]
    public void What_contradicts_itself_is_malformed(int at, byte value, string why) =>
        Assert.Equal((DecodeStatus.Malformed, why), (ClientHello.TryRead(TlsSamples.Hello.With(at, value), out _), why));

    [Fact]
    public void Another_handshake_message_is_unsupported() => Assert.Equal(DecodeStatus.Unsupported, ClientHello.TryRead(TlsSamples.Hello.With(0, 2), out _));

    [Fact]
    public void A_cut_hello_gives_its_name_once_the_extension_is_here_whole()
    {
        var builder = new ClientHelloBuilder().Extension(0x2a2a, []).Sni("www.facebook.com");
        var nameEnd = builder.ExtensionsStart + 2 + builder.ExtensionsLength;
        var bytes = builder.Extension(ClientHelloBuilder.KeyShare, Big).Build();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(DecodeStatus.Truncated, ClientHello.TryRead(bytes.AsSpan(0, length), out _));
            var status = ClientHello.TryReadCut(bytes.AsSpan(0, length), out var hello);
            Assert.Equal(length >= builder.ExtensionsStart ? DecodeStatus.Ok : DecodeStatus.Truncated, status);
            Assert.Equal(length >= nameEnd ? "www.facebook.com" : "", status == DecodeStatus.Ok ? Name(hello) : "");
            Assert.True(status != DecodeStatus.Ok || hello.IsCut);
        }
    }

    [Fact]
    public void Reading_a_hello_allocates_nothing() => Assert.Equal(0, Allocation.PerRound(() =>
    {
        Span<byte> text = stackalloc byte[1024];
        ClientHello.TryReadCut(TlsSamples.Hello, out var hello);
        WireText.Format(hello.ServerName, text);
        hello.TryFind(ClientHelloBuilder.KeyShare, out _);
        foreach (var protocol in hello.ApplicationProtocols)
        {
            WireText.Format(protocol, text);
        }
    }));

    internal static List<string> Protocols(ClientHello hello)
    {
        var all = new List<string>();
        foreach (var protocol in hello.ApplicationProtocols)
        {
            all.Add(Encoding.ASCII.GetString(protocol));
        }
        return all;
    }

    private static string Name(ClientHello hello) => Encoding.ASCII.GetString(hello.ServerName);

    private static ClientHello Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, ClientHello.TryRead(bytes, out var hello));
        return hello;
    }
}
