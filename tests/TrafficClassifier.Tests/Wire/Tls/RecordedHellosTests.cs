using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class RecordedHellosTests
{
    private const int FirstSegment = 1460;

    /// <summary>What tshark 4.0 says of each.</summary>
    public static TheoryData<byte[], string, int, bool, string> Recorded => new()
    {
        { RecordedHellos.OpenSsl, "www.Facebook.com", 335, false, "0:21 11:4 10:22 35:0 16:14 22:0 23:0 13:42 43:9 45:2 51:38" },
        {
            RecordedHellos.Chromium, "www.facebook.com", 1951, true,
            "14906:0 65037:218 45:2 17613:5 0:21 18:0 35:0 11:2 51764:186 43:7 23:0 13:26 65281:1 5:5 16:14 10:12 51:1263 27:3 64250:1"
        },
        {
            RecordedHellos.ChromiumNameLast, "accounts.google.com", 1986, true,
            "19018:0 45:2 5:5 35:0 11:2 51:1263 17613:5 18:0 13:26 65281:1 51764:186 27:3 23:0 10:12 0:24 65037:250 43:7 16:14 43690:1"
        },
    };

    [Theory, MemberData(nameof(Recorded))]
    public void A_recorded_hello_is_read_as_tshark_reads_it(byte[] payload, string name, int recordLength, bool hasEch, string extensions)
    {
        Assert.True(TlsRecord.LooksLikeClientHello(payload));
        Assert.Equal(DecodeStatus.Ok, TlsRecord.TryRead(payload, out var record));
        Assert.Equal((0x0301, recordLength), (record.Version, record.Fragment.Length));
        Assert.Equal(DecodeStatus.Ok, ClientHello.TryRead(record.Fragment, out var hello));
        Assert.Equal(name, Encoding.ASCII.GetString(hello.ServerName));
        Assert.Equal(["h2", "http/1.1"], ClientHelloTests.Protocols(hello));
        Assert.Equal((0x0303, 0x0304, hasEch), (hello.LegacyVersion, hello.HighestVersion, hello.HasEncryptedClientHello));
        foreach (var extension in extensions.Split(' ').Select(text => text.Split(':').Select(int.Parse).ToArray()))
        {
            Assert.True(hello.TryFind((ushort)extension[0], out var data));
            Assert.Equal(extension[1], data.Length);
        }
    }

    [Fact]
    public void The_first_segment_holds_the_name_only_if_the_shares_stand_behind_it()
    {
        Assert.Equal("www.facebook.com", NameInFirstSegment(RecordedHellos.Chromium));
        Assert.Equal("", NameInFirstSegment(RecordedHellos.ChromiumNameLast));
    }

    private static string NameInFirstSegment(byte[] payload)
    {
        Assert.Equal(DecodeStatus.Ok, TlsRecord.TryReadCut(payload.AsSpan(0, FirstSegment), out var record));
        Assert.Equal(DecodeStatus.Ok, ClientHello.TryReadCut(record.Fragment, out var hello));
        Assert.True(record.IsCut && hello.IsCut);
        return Encoding.ASCII.GetString(hello.ServerName);
    }
}
