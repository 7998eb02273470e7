using System.Buffers.Binary;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Wire;
using TrafficClassifier.Tests.Wire.Quic;
using TrafficClassifier.Tests.Wire.Tls;

namespace TrafficClassifier.Tests.Sightings.Messages;

public sealed class QuicConnectionsTests
{
    private static readonly uint[] _versions =
        [1, 0x6b3343cf, 0xff000016, 0xff000017, 0xff00001c, 0xff00001d, 0xff000020, 0xff000021, 0xff000022, 0xfaceb001, 0xfaceb002, 0x54303531];

    private static readonly byte[] _first = [1, 1, 1, 1, 1, 1, 1, 1], _second = [2, 2, 2, 2, 2, 2, 2, 2], _third = [3, 3, 3, 3, 3, 3, 3, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_hellos_are_cut_and_mixed_each_gives_its_name_once(int seed)
    {
        var random = new Random(seed);
        var initials = new RandomInitials(seed);
        var harness = new QuicHarness();
        var expected = new List<(int, string, uint)>();
        var waiting = new List<(int Port, Queue<byte[]> Datagrams)>();
        for (var port = 1000; port < 1150; port++)
        {
            var version = _versions[random.Next(_versions.Length)];
            var name = $"host-{port}.example";
            expected.Add((port, name, version));
            waiting.Add((port, new Queue<byte[]>(initials.Datagrams(RandomInitials.Hello(name, random.Next(10) == 0 ? 16000 : random.Next(300, 3000)), version))));
        }
        while (waiting.Count > 0)
        {
            var at = random.Next(waiting.Count);
            var (port, datagrams) = waiting[at];
            var outcome = harness.FromClient(port, random.Next(10) > 0 ? datagrams.Dequeue() : datagrams.Peek(), port % 2 == 0 ? (ushort)443 : (ushort)4433);
            Assert.Contains(outcome, new[] { FrameOutcome.Classified, FrameOutcome.Segment, FrameOutcome.NotOfInterest });
            if (datagrams.Count == 0)
            {
                waiting.RemoveAt(at);
            }
        }
        Assert.Equal(expected, harness.Hellos.Order());
        Assert.Equal((0, 0, 0, 0L), (harness.Unread, harness.Cut, harness.Connections.Unfinished, harness.Connections.Evictions));
    }

    [Fact]
    public void A_hello_in_two_datagrams_is_a_segment_and_a_hello_and_then_nothing()
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("two.example", 1800);
        var (one, two) = (Initial(_first, hello, 0, 1000), Initial(_first, hello, 1000, 800));

        Assert.Equal(FrameOutcome.Segment, harness.FromClient(5, two));
        Assert.Equal(FrameOutcome.Classified, harness.FromClient(5, one));
        Assert.Equal(FrameOutcome.NotOfInterest, harness.FromClient(5, one));
        Assert.Equal("two.example", Assert.Single(harness.Hellos).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hello_whose_rest_never_comes_is_told_as_far_as_it_came(bool isEnd)
    {
        var harness = new QuicHarness();
        var (named, nameless) = (RandomInitials.Hello("two.example", 1800), RandomInitials.Hello("never.example", 1800));
        var begin = harness.Now;
        harness.FromClient(5, new InitialBuilder { KeyId = _first }.Build([.. InitialBuilder.Crypto(1750, named.AsSpan(1750)), .. InitialBuilder.Crypto(0, named.AsSpan(0, 1000)), .. new byte[100]]));
        harness.FromClient(6, Initial(_first, nameless, 1000, 800));
        harness.Now = begin.AddSeconds(2);
        harness.FromClient(6, Initial(_first, nameless, 1000, 800));
        Assert.Equal((0, 0), (harness.HelloCount, harness.Unread));
        if (isEnd)
        {
            harness.Connections.Close();
        }
        else
        {
            harness.Now = begin.AddSeconds(31);
            harness.Connections.Expire(harness.Now);
        }

        Assert.Equal((1, 1, 1), (harness.HelloCount, harness.Cut, harness.Unread));
        Assert.Equal((begin.AddSeconds(2), 3L), harness.Last);
        Assert.Equal((0, 2L, 0L), (harness.Connections.Unfinished, harness.Connections.Abandoned, harness.Connections.Evictions));
        Assert.Equal(5, Assert.Single(harness.Hellos).Port);
    }

    [Fact]
    public void The_name_in_the_pieces_that_came_is_the_name()
    {
        var harness = new QuicHarness();
        var hello = new ClientHelloBuilder().Sni("first.example").Extension(0x7a7a, new byte[1500]).Build();
        harness.FromClient(5, Initial(_first, hello, 0, 1000));
        harness.Connections.Close();

        Assert.Equal(("first.example", 1, 0), (Assert.Single(harness.Hellos).Name, harness.Cut, harness.Unread));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void When_a_connection_is_over_does_not_depend_on_others(bool hasOther)
    {
        var harness = new QuicHarness();
        var initial = Initial(_first, RandomInitials.Hello("a.example", 300), 0, 300);
        harness.FromClient(5, initial);
        harness.Now = harness.Now.AddSeconds(20);
        harness.FromClient(5, initial);
        harness.Now = harness.Now.AddSeconds(15);
        if (hasOther)
        {
            harness.FromClient(6, initial, client: 9);
        }
        harness.Now = harness.Now.AddSeconds(5);
        harness.FromClient(5, initial);

        Assert.Equal(2, harness.Hellos.Count(hello => hello.Port == 5));
    }

    [Fact]
    public void Behind_a_retry_the_keys_come_from_the_new_id()
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("retry.example", 1800);
        harness.FromClient(5, Initial(_first, hello, 0, 1000));
        harness.FromServer(5, [0xf0, 0, 0, 0, 1, 0, 8, .. _second, .. new byte[60]]);

        Assert.Equal(FrameOutcome.Segment, harness.FromClient(5, Initial(_second, hello, 0, 1000)));
        Assert.Equal(FrameOutcome.Classified, harness.FromClient(5, Initial(_second, hello, 1000, 800)));
        Assert.Equal("retry.example", Assert.Single(harness.Hellos).Name);
    }

    [Fact]
    public void The_servers_id_in_the_header_changes_no_keys()
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("moved.example", 1800);
        harness.FromClient(5, Initial(_first, hello, 0, 1000));

        Assert.Equal(FrameOutcome.Classified, harness.FromClient(5, Initial(_first, hello, 1000, 800, _second)));
        Assert.Equal(FrameOutcome.NotOfInterest, harness.FromClient(5, Initial(_first, hello, 1000, 800, _second)));
        Assert.Equal(0L, harness.Connections.Undecryptable);
    }

    [Fact]
    public void The_next_connection_with_the_same_ports_is_another()
    {
        var harness = new QuicHarness();
        harness.FromClient(5, Initial(_first, RandomInitials.Hello("one.example", 300), 0, 300));
        harness.FromClient(5, Initial(_second, RandomInitials.Hello("two.example", 300), 0, 300));

        Assert.Equal(["one.example", "two.example"], harness.Hellos.Select(hello => hello.Name));
    }

    [Theory]
    [InlineData(443)]
    [InlineData(4433)]
    public void What_the_server_sends_is_nobodys_hello(int serverPort)
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("www.example", 300);
        harness.FromClient(5, Initial(_first, hello, 0, 300), (ushort)serverPort);
        var server = new InitialBuilder { KeyId = _first, DestinationId = [], SourceId = _second, IsServer = true }.Build(new byte[1170]);

        Assert.Equal(FrameOutcome.NotOfInterest, harness.FromServer(5, server, (ushort)serverPort));
        Assert.Equal(0L, harness.Connections.Undecryptable);
    }

    [Fact]
    public void A_version_that_is_not_known_is_unread_once_and_only_where_sites_are()
    {
        var harness = new QuicHarness();
        var unknown = Initial(_first, RandomInitials.Hello("x.example", 300), 0, 300).With(1, 0x51, 0x30, 0x35, 0x30);

        Assert.Equal(FrameOutcome.Unsupported, harness.FromClient(5, unknown));
        Assert.Equal(FrameOutcome.Unsupported, harness.FromClient(5, unknown));
        Assert.Equal(FrameOutcome.NotOfInterest, harness.FromClient(6, unknown, 5000));
        Assert.Equal(1, harness.Unread);
    }

    [Theory]
    [InlineData(0x00000000)]
    [InlineData(0x1a2a3a4a)]
    public void A_negotiation_of_versions_is_no_connection(uint version)
    {
        var harness = new QuicHarness();
        var bytes = Initial(_first, RandomInitials.Hello("x.example", 300), 0, 300);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), version);

        Assert.Equal(FrameOutcome.NotOfInterest, harness.FromClient(5, bytes));
        Assert.Equal(0, harness.Unread);
    }

    [Fact]
    public void A_hello_that_contradicts_itself_or_is_too_long_is_unread()
    {
        var harness = new QuicHarness();
        var wrong = RandomInitials.Hello("x.example", 300).With(4, 9);
        byte[] endless = [1, 0xff, 0xff, 0xff, 3, 3, .. new byte[900]];

        harness.FromClient(5, Initial(_first, wrong, 0, 300));
        harness.FromClient(6, Initial(_first, endless, 0, 900));
        harness.FromClient(6, new InitialBuilder { KeyId = _first }.Build([.. InitialBuilder.Crypto(16380, new byte[100]), .. new byte[1100]]));

        Assert.Empty(harness.Hellos);
        Assert.Equal((2, 2L, 0), (harness.Unread, harness.Connections.Abandoned, harness.Connections.Unfinished));
    }

    [Fact]
    public void After_a_few_failures_a_connection_costs_a_look_up()
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("x.example", 1800);
        harness.FromClient(5, Initial(_first, hello, 0, 1000));
        for (var i = 0; i < 10; i++)
        {
            harness.FromClient(5, Initial(_second, hello, 1000, 800, _third));
        }
        Assert.Equal((1, 3L), (harness.Unread, harness.Connections.Undecryptable));
        Assert.Equal(0, harness.Connections.Unfinished);
    }

    [Fact]
    public void A_flood_of_initials_that_no_key_opens_takes_no_buffer_and_displaces_nothing()
    {
        var harness = new QuicHarness();
        var hello = RandomInitials.Hello("calm.example", 1800);
        var forged = Initial(_second, hello, 0, 1000, _third);
        harness.FromClient(5, Initial(_first, hello, 0, 1000));
        var before = harness.Connections.BufferBytes;
        for (uint client = 2; client < 40_000; client++)
        {
            harness.FromClient(5, forged, client: client);
        }
        Assert.Equal((before, 39_998L), (harness.Connections.BufferBytes, harness.Connections.Undecryptable));
        Assert.Equal(FrameOutcome.Classified, harness.FromClient(5, Initial(_first, hello, 1000, 800)));
    }

    [Fact]
    public void A_flood_of_hellos_that_never_finish_stays_below_its_ceiling()
    {
        var harness = new QuicHarness();
        var piece = Initial(_first, RandomInitials.Hello("never.example", 16000), 0, 1000);
        for (uint client = 2; client < 80_000; client++)
        {
            harness.FromClient(5, piece, client: client);
        }
        Assert.InRange(harness.Connections.BufferBytes, 1, 32 << 20);
        Assert.InRange(harness.Connections.Unfinished, 1, 4096);
        Assert.True(harness.Connections.Evictions > 0);

        harness.FromClient(5, Initial(_first, RandomInitials.Hello("never.example", 16000), 1000, 1000), client: 60_000); // told when it made way
        harness.Connections.Close();
        Assert.Equal(79_998, harness.HelloCount + harness.Unread);
    }

    [Fact]
    public void Nothing_allocates_once_its_like_was_seen()
    {
        var harness = new QuicHarness { IsQuiet = true };
        var hello = RandomInitials.Hello("steady.example", 1800);
        byte[][] datagrams =
        [
            Initial(_first, hello, 1000, 800), Initial(_first, hello, 0, 1000), Initial(_first, hello, 0, 1000, _third),
            Initial(_second, hello, 0, 1000), Initial(_second, hello, 1000, 800),
        ];
        Assert.Equal(0, Allocation.PerRound(() =>
        {
            foreach (var datagram in datagrams)
            {
                harness.FromClient(5, datagram);
            }
        }));
        Assert.Equal(2 * 101, harness.HelloCount);
    }

    private static byte[] Initial(byte[] keyId, byte[] hello, int from, int length, byte[]? destination = null)
    {
        var frame = InitialBuilder.Crypto(from, hello.AsSpan(from, Math.Min(length, hello.Length - from)));
        return new InitialBuilder { KeyId = keyId, DestinationId = destination }.Build([.. frame, .. new byte[Math.Max(0, 1180 - frame.Length)]]);
    }
}
