using System.Globalization;
using System.Text;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Wire.Dns;

/// <summary>A seeded DNS message and, made beside it by other means, what is to be read in it.</summary>
internal sealed class RandomDnsMessage
{
    private readonly Random _random;
    private readonly DnsMessageBuilder _builder;

    /// <summary>Whole names that stand in the message: what pointers may point to.</summary>
    private readonly List<(int Offset, List<byte[]> Labels)> _names = [];

    public RandomDnsMessage(int seed)
    {
        _random = new Random(seed);
        Id = (ushort)_random.Next(0x10000);
        Flags = (ushort)_random.Next(0x10000);
        _builder = new DnsMessageBuilder(Flags, Id);
        for (var i = _random.Next(4); i > 0; i--)
        {
            AddQuestion();
        }
        foreach (var section in Enum.GetValues<DnsSection>())
        {
            for (var i = _random.Next(4); i > 0; i--)
            {
                AddRecord(section);
            }
        }
        Bytes = _builder.Build();
    }

    public byte[] Bytes { get; }

    public ushort Id { get; }

    public ushort Flags { get; }

    public List<string> Questions { get; } = [];

    public List<string> Records { get; } = [];

    private void AddQuestion()
    {
        var (bytes, text) = Name(_builder.Length);
        var type = AnyType();
        _builder.Question(bytes, type, @class: 1);
        Questions.Add($"{text} {TypeText(type)}");
    }

    private void AddRecord(DnsSection section)
    {
        var (owner, ownerText) = Name(_builder.Length);
        var (type, data, dataText) = Data(_builder.Length + owner.Length + 10);
        var timeToLive = (uint)_random.NextInt64(1L << 32);
        _builder.Record(section, owner, type, timeToLive, data);
        Records.Add($"{section} {ownerText} {timeToLive} class=1 {TypeText(type)} {dataText}");
    }

    private (ushort Type, byte[] Data, string Text) Data(int at)
    {
        var random = new byte[_random.Next(2) == 0 ? 16 : _random.Next(40)];
        _random.NextBytes(random);
        switch (_random.Next(4))
        {
            case 0:
                return (DnsSamples.A, random.Length < 4 ? random : random[..4], random.Length < 4 ? $"[{random.Length}]" : string.Join('.', random[..4]));
            case 1:
                return (DnsSamples.Aaaa, random, random.Length == 16 ? IpAddress.FromBytes(random).ToString() : $"[{random.Length}]");
            case 2:
                var (name, text) = Name(at);
                return (DnsSamples.Cname, name, text);
            default:
                return (DnsSamples.Txt, random, $"[{random.Length}]");
        }
    }

    /// <summary>A name of new labels, ended by the root or by a pointer to a suffix of a name that is there; never longer than 255 bytes.</summary>
    private (byte[] Bytes, string Text) Name(int at)
    {
        var labels = Enumerable.Range(0, _random.Next(4)).Select(_ => Label()).ToList();
        var bytes = labels.SelectMany(DnsNameBytes.Label).ToList();
        var prior = _names.Where(name => Length(name.Labels) + Length(labels) <= DnsName.LongestWire).ToList();
        if (prior.Count > 0 && _random.Next(2) == 0)
        {
            var (offset, suffix) = prior[_random.Next(prior.Count)];
            bytes.AddRange(DnsNameBytes.Pointer(offset));
            labels.AddRange(suffix);
        }
        else
        {
            bytes.Add(0);
        }
        for (int i = 0, offset = at; i < labels.Count && offset < at + bytes.Count && (bytes[offset - at] & 0xc0) == 0; offset += 1 + labels[i].Length, i++)
        {
            _names.Add((offset, labels[i..]));
        }
        return ([.. bytes], labels.Count == 0 ? "." : string.Join('.', labels.Select(Text)));
    }

    private byte[] Label()
    {
        var label = new byte[_random.Next(8) == 0 ? _random.Next(1, 64) : _random.Next(1, 9)];
        _random.NextBytes(label);
        return _random.Next(4) == 0 ? label : [.. label.Select(value => (byte)"abcXYZ019-_"[value % 11])];
    }

    private ushort AnyType() => _random.Next(3) == 0 ? (ushort)_random.Next(0x8100, 0x10000) : (ushort)_random.Next(1, 19);

    private static int Length(List<byte[]> labels) => 1 + labels.Sum(label => 1 + label.Length);

    private static string TypeText(ushort type) => new DnsType(type).Name ?? string.Create(CultureInfo.InvariantCulture, $"TYPE{type}");

    private static string Text(byte[] label)
    {
        var text = new StringBuilder();
        foreach (var c in Encoding.Latin1.GetString(label))
        {
            text.Append(c is > ' ' and < (char)0x7f and not ('.' or '\\') ? char.ToLowerInvariant(c).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{(int)c:D3}"));
        }
        return text.ToString();
    }
}
