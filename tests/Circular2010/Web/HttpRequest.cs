using System.Globalization;
using System.Text;

namespace Circular2010.Web;

/// <summary>Request heads as the browsers of the time sent them; each fits one segment.</summary>
internal sealed class HttpRequest(Dice dice)
{
    private static readonly string[] s_browsers =
    [
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0; .NET CLR 2.0.50727)",
        "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-GB; rv:1.9.1.6) Gecko/20091201 Firefox/3.5.6",
        "Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US) AppleWebKit/532.5 (KHTML, like Gecko) Chrome/4.0.249.43 Safari/532.5",
        "BlackBerry9000/4.6.0.167 Profile/MIDP-2.0 Configuration/CLDC-1.1 VendorID/102",
    ];

    private static readonly string[] s_paths = ["/", "/home.php", "/index.html", "/login.php", "/news/", "/images/logo.png", "/s.js"];

    public byte[] Head(Domain domain, Manner manner)
    {
        string host = manner switch
        {
            Manner.MixedCase => MixedCase(domain.Name),
            Manner.WithPort => domain.Name + ":80",
            _ => domain.Name,
        };
        string target = Path(domain);
        if (manner is Manner.Proxy or Manner.ProxyWithoutHost)
        {
            target = "http://" + host + target;
        }

        bool isOld = manner == Manner.ProxyWithoutHost;
        StringBuilder head = new();
        head.Append(dice.Chance(8) ? "POST " : "GET ").Append(target).Append(isOld ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        string hostLine = isOld ? "" : (manner == Manner.MixedCase ? "host: " : "Host: ") + host + "\r\n";
        bool isHostFirst = dice.Chance(70);
        head.Append(isHostFirst ? hostLine : "")
            .Append("User-Agent: ").Append(dice.Pick(s_browsers)).Append("\r\nAccept: */*\r\nAccept-Language: ms,en;q=0.7\r\n");
        AddReferer(head, domain);
        return Encoding.ASCII.GetBytes(head
            .Append(isHostFirst ? "" : hostLine)
            .Append(head[0] == 'P' ? "Content-Length: 0\r\n" : "")
            .Append("Connection: keep-alive\r\n\r\n").ToString());
    }

    public static byte[] Answer(bool isSmall)
    {
        int length = isSmall ? 0 : 64;
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nServer: Apache\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{new string(' ', length)}"));
    }

    /// <summary>Trap 11 has other sites' paths that mention Facebook, too.</summary>
    private string Path(Domain domain) => domain.Role switch
    {
        Role.Embedded => domain.Name.StartsWith("connect", StringComparison.Ordinal) ? "/en_US/all.js" : "/rsrc.php/z9Q0Q.css",
        Role.Ordinary when dice.Chance(5) => "/share?u=http://www.facebook.com/",
        _ => dice.Pick(s_paths),
    };

    /// <summary>Trap 8: a widget's request names the page that loads it, here and there Facebook's own.</summary>
    private void AddReferer(StringBuilder head, Domain domain)
    {
        if (domain.Role == Role.Embedded)
        {
            head.Append(dice.Chance(30) ? "Referer: http://www.facebook.com/home.php\r\n" : "Referer: http://www.thestar.com.my/\r\n");
        }
    }

    private string MixedCase(string name)
    {
        char[] letters = name.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = i == 0 || dice.Chance(40) ? char.ToUpperInvariant(letters[i]) : letters[i];
        }

        return new string(letters);
    }
}
