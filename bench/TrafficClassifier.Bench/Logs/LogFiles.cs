using System.Globalization;

namespace TrafficClassifier.Bench.Logs;

/// <summary>Logs of a made-up office, the same each time.</summary>
internal static class LogFiles
{
    private const int Seed = 2010;

    private static readonly string[] _events =
    [
        """{"timestamp":"@time+0000","flow_id":@flow,"in_iface":"mirror0","event_type":"dns","src_ip":"@client","src_port":51234,"dest_ip":"10.0.0.1","dest_port":53,"proto":"UDP","dns":{"version":2,"type":"query","id":4660,"rrname":"@name","rrtype":"A","tx_id":0,"opcode":0}}""" + "\n",
        """{"timestamp":"@time+0000","flow_id":@flow,"in_iface":"mirror0","event_type":"tls","src_ip":"@client","src_port":51235,"dest_ip":"157.240.1.35","dest_port":443,"proto":"TCP","tls":{"subject":"CN=*.example.org","issuerdn":"C=US, O=Authority","serial":"0A:BB","fingerprint":"31:b1:67:01","sni":"@name","version":"TLS 1.3","notbefore":"2026-01-01T00:00:00","notafter":"2027-01-01T00:00:00","ja3":{"hash":"abc","string":"771,4865-4866,0-23-65281,29,0"}}}""" + "\n",
        """{"timestamp":"@time+0000","flow_id":@flow,"in_iface":"mirror0","event_type":"http","src_ip":"@client","src_port":51236,"dest_ip":"157.240.1.35","dest_port":80,"proto":"TCP","tx_id":0,"http":{"hostname":"@name","url":"/a?b=c","http_user_agent":"Mozilla/5.0 (X11; Linux)","http_method":"GET","protocol":"HTTP/1.1","status":200,"length":1234}}""" + "\n",
        """{"timestamp":"@time+0000","flow_id":@flow,"in_iface":"mirror0","event_type":"flow","src_ip":"@client","src_port":51235,"dest_ip":"157.240.1.35","dest_port":443,"proto":"TCP","app_proto":"tls","flow":{"pkts_toserver":10,"pkts_toclient":12,"bytes_toserver":1000,"bytes_toclient":20000,"start":"2026-11-24T10:00:00.000000+0000","end":"2026-11-24T10:01:00.000000+0000","age":60,"state":"closed","reason":"timeout","alerted":false},"tcp":{"tcp_flags":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed"}}""" + "\n",
    ];

    public static string Zeek(string folder, int lines) => Write(folder, "dns.log", lines,
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\trejected\n",
        (random, i) => $"{Time(i)}\tCHhAvVGS1DHFjwGM9\t{Client(random)}\t{random.Next(1024, 65536)}\t10.0.0.1\t53\tudp\t{random.Next(65536)}\t0.012345\t{Name(random)}\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t157.240.{random.Next(256)}.35\t60.000000\tF\n");

    public static string Squid(string folder, int lines) => Write(folder, "access.log", lines, "", (random, i) => random.Next(3) > 0
        ? $"{Time(i)[..^3]} {random.Next(100000),6} {Client(random)} TCP_TUNNEL/200 {random.Next(100000)} CONNECT {Name(random)}:443 user{random.Next(1500)} HIER_DIRECT/157.240.1.35 -\n"
        : $"{Time(i)[..^3]} {random.Next(1000),6} {Client(random)} TCP_MISS/200 {random.Next(100000)} GET http://{Name(random)}/index.html?a=b - HIER_DIRECT/157.240.1.35 text/html\n");

    public static string Eve(string folder, int lines) => Write(folder, "eve.json", lines, "", (random, i) => _events[random.Next(_events.Length)]
        .Replace("@time", DateTime.UnixEpoch.AddSeconds(1_795_500_000).AddMilliseconds(i * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture))
        .Replace("@flow", random.NextInt64().ToString(CultureInfo.InvariantCulture)).Replace("@client", Client(random)).Replace("@name", Name(random)));

    private static string Write(string folder, string name, int lines, string head, Func<Random, int, string> line)
    {
        var path = Path.Combine(folder, name);
        var random = new Random(Seed);
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.Write(head);
        for (var i = 0; i < lines; i++)
        {
            writer.Write(line(random, i));
        }
        return path;
    }

    private static string Time(int i) => string.Create(CultureInfo.InvariantCulture, $"{1_795_500_000 + (i / 100)}.{i % 100:00}0000");

    private static string Client(Random random) => string.Create(CultureInfo.InvariantCulture, $"10.20.{random.Next(16)}.{random.Next(1, 255)}");

    private static string Name(Random random) => random.Next(5) == 0 ? "www.facebook.com" : string.Create(CultureInfo.InvariantCulture, $"www.site{random.Next(5000)}.example.org");
}
