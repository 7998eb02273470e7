using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class DtlsHelloTests
{
    [Fact]
    public void Name_stands_behind_the_cookie()
    {
        foreach (var (bytes, number) in new[] { (DtlsSamples.Hello, 0), (DtlsSamples.HelloWithCookie, 1) })
        {
            Assert.True(DtlsHello.MayBegin(bytes));
            Assert.Equal(DecodeStatus.Ok, DtlsHello.TryRead(bytes, out var record));
            Assert.Equal((0xfeff, number, 0xfefd), (record.Version, record.MessageNumber, record.Hello.LegacyVersion));
            Assert.Equal("www.facebook.com", Encoding.ASCII.GetString(record.Hello.ServerName));
        }
    }

    [Fact]
    public void Hello_written_by_hand_is_read()
    {
        var bytes = Hex.Bytes("""
            16 feff 0000 000000000000 0050 | record
            01 000044 0000 000000 000044   | handshake
            fefd 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
            00 00                          | session id, cookie
            0002 c02f 0100
            0018 0000 0014 0012 00 000f 7777772e66616365626f6f6b2e636f | name of 15
            """);
        Assert.Equal(DecodeStatus.Ok, DtlsHello.TryRead(bytes, out var record));
        Assert.Equal("www.facebook.co", Encoding.ASCII.GetString(record.Hello.ServerName));
    }

    [Fact]
    public void Hello_in_pieces_or_encrypted_is_not_read()
    {
        Assert.Equal(DecodeStatus.Unsupported, DtlsHello.TryRead(DtlsSamples.Record(TlsSamples.Hello, [], piece: 20), out _));
        Assert.Equal(DecodeStatus.Unsupported, DtlsHello.TryRead(DtlsSamples.Record(TlsSamples.Hello, [], offset: 7, piece: 20), out _));
        Assert.Equal(DecodeStatus.Unsupported, DtlsHello.TryRead(DtlsSamples.Record(TlsSamples.Hello, [], epoch: 1), out _));
    }

    [Fact]
    public void Piece_beyond_its_message_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, DtlsHello.TryRead(DtlsSamples.Record(TlsSamples.Hello, [], offset: 1), out _));

    [Fact]
    public void Hello_of_TLS_in_a_record_of_DTLS_is_malformed()
    {
        byte[] bytes = [.. DtlsSamples.Hello];
        bytes[DtlsHello.RecordHeaderLength + 12] = 3;
        Assert.Equal(DecodeStatus.Malformed, DtlsHello.TryRead(bytes, out _));
    }
}
