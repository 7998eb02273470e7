using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>What holds for every door of every view: bad bytes are a value, never an exception, and a verdict does not change its mind.</summary>
public sealed class WireViewLaws
{
    private const int SpoiledPerSample = 1500;
    private const int NoisePerDoor = 20_000;

    /// <summary>Their end is the end of the bytes, so that more bytes can begin an option or a parameter that is not there whole.</summary>
    private static readonly Type[] EndWithTheBytes =
        [typeof(DhcpMessage), typeof(Dhcpv6Message), typeof(NeighbourMessage), typeof(ServiceBinding), typeof(QuicFrames)];

    /// <summary>Whatever they say of themselves, they say where they end.</summary>
    private static readonly Type[] AlwaysEndThemselves =
        [typeof(ClientHello), typeof(DnsMessage), typeof(HttpRequestHead), typeof(RadiusMessage), typeof(TlsRecord), typeof(UdpDatagram)];

    public static TheoryData<string> Doors => [.. ViewDoors.All.Select(door => door.Name)];

    [Fact]
    public void Every_view_of_the_assembly_is_found_and_has_a_sample()
    {
        Assert.True(ViewDoors.Views.Count >= 14);
        Assert.All(ViewDoors.Views, view => Assert.NotEmpty(ViewSamples.Of(view)));
    }

    [Theory, MemberData(nameof(Doors))]
    public void A_sample_is_read_whole(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var sample in ViewSamples.Of(door.View))
        {
            var text = door.Read(sample.Bytes, out var status);
            Assert.True(status == DecodeStatus.Ok && text.Length > 0, $"{sample.Name}: {status}");
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void A_prefix_of_a_sample_is_read_or_truncated(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var sample in ViewSamples.Of(door.View))
        {
            for (var length = 0; length < sample.Bytes.Length; length++)
            {
                door.Read(sample.Bytes.AsSpan(0, length), out var status);
                if (status is not (DecodeStatus.Ok or DecodeStatus.Truncated))
                {
                    Assert.Fail($"{sample.Name}, {length} bytes: {status}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void A_strict_door_reads_no_prefix_of_a_unit_that_carries_its_end(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var sample in ViewSamples.Of(door.View).Where(sample => sample.EndsItself && door.Method == ViewDoor.Strict))
        {
            if (door.View == typeof(DhcpMessage))
            {
                continue; // without its cookie it is plain BOOTP, without its end option a message of a careless server
            }
            for (var length = 0; length < sample.Bytes.Length; length++)
            {
                door.Read(sample.Bytes.AsSpan(0, length), out var status);
                if (status != DecodeStatus.Truncated)
                {
                    Assert.Fail($"{sample.Name}, {length} bytes: {status}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void Any_single_byte_may_be_wrong(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var spoiled in ViewSamples.Of(door.View).SelectMany(sample => Corruption.OfSingleBytes(sample.Bytes)))
        {
            door.Read(spoiled, out _);
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void Several_bytes_may_be_wrong(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var spoiled in Spoiled(door))
        {
            door.Read(spoiled, out _);
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void Noise_is_a_status(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var noise in Corruption.Noise(NoisePerDoor, seed: 20100103))
        {
            door.Read(noise, out var status);
            Assert.True(Enum.IsDefined(status));
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void Bytes_behind_a_unit_that_carries_its_end_change_nothing(string name)
    {
        var door = ViewDoors.Named(name);
        var samples = ViewSamples.Of(door.View);
        var units = samples.Where(sample => sample.EndsItself).Select(sample => sample.Bytes);
        if (AlwaysEndThemselves.Contains(door.View))
        {
            units = units.Concat(Spoiled(door));
        }
        var random = new Random(1310);
        foreach (var unit in units)
        {
            var text = door.Read(unit, out var status);
            if (status != DecodeStatus.Ok || text.Contains("cut=True", StringComparison.Ordinal))
            {
                continue;
            }
            var behind = new byte[random.Next(1, 200)];
            random.NextBytes(behind);
            var longer = door.Read([.. unit, .. behind], out var longerStatus);
            if (longerStatus != DecodeStatus.Ok || longer != text)
            {
                Assert.Fail($"{Hex.Text(unit)} + {Hex.Text(behind)}: {longerStatus} {longer}, not {text}");
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void More_bytes_never_mend_what_was_refused(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var bytes in Growing(door))
        {
            var before = DecodeStatus.Truncated;
            for (var length = 0; length <= bytes.Length; length++)
            {
                door.Read(bytes.AsSpan(0, length), out var status);
                if (before is DecodeStatus.Malformed or DecodeStatus.Unsupported && status != before)
                {
                    Assert.Fail($"{before} became {status} at {length} bytes of {Hex.Text(bytes)}");
                }
                before = status;
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void More_bytes_never_make_a_unit_incomplete(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var bytes in Growing(door).Where(_ => !EndWithTheBytes.Contains(door.View)))
        {
            var wasRead = false;
            for (var length = 0; length <= bytes.Length; length++)
            {
                door.Read(bytes.AsSpan(0, length), out var status);
                if (wasRead && status == DecodeStatus.Truncated)
                {
                    Assert.Fail($"truncated again at {length} bytes of {Hex.Text(bytes)}");
                }
                wasRead = status == DecodeStatus.Ok;
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void The_lax_door_differs_only_where_the_unit_is_cut(string name)
    {
        var lax = ViewDoors.Named(name);
        if (lax.Method != ViewDoor.Cut)
        {
            return;
        }
        var strict = ViewDoors.All.Single(door => door.View == lax.View && door.Method == ViewDoor.Strict);
        foreach (var bytes in Spoiled(lax).Concat(ViewSamples.Of(lax.View).SelectMany(sample => Prefixes(sample.Bytes))))
        {
            var laxText = lax.Read(bytes, out var laxStatus);
            var strictText = strict.Read(bytes, out var strictStatus);
            if (laxStatus == DecodeStatus.Ok && laxText.Contains("cut=True", StringComparison.Ordinal))
            {
                Assert.Equal(DecodeStatus.Truncated, strictStatus);
            }
            else
            {
                Assert.Equal((laxStatus, laxText), (strictStatus, strictText));
            }
        }
    }

    [Theory, MemberData(nameof(Doors))]
    public void Reading_and_every_property_allocate_nothing(string name)
    {
        var door = ViewDoors.Named(name);
        foreach (var sample in ViewSamples.Of(door.View))
        {
            Assert.Equal(0, door.AllocatedByReading(sample.Bytes));
            Assert.Equal(0, door.AllocatedByReading(sample.Bytes[..(sample.Bytes.Length / 2)]));
        }
    }

    private static IEnumerable<byte[]> Spoiled(ViewDoor door) =>
        ViewSamples.Of(door.View).SelectMany((sample, i) => Corruption.OfSeveralBytes(sample.Bytes, SpoiledPerSample, seed: i));

    /// <summary>Samples to be read a byte more at a time: whole ones, and short ones that are spoiled.</summary>
    private static IEnumerable<byte[]> Growing(ViewDoor door) => ViewSamples.Of(door.View).SelectMany((sample, i) =>
        Corruption.OfSeveralBytes(sample.Bytes, 30_000 / sample.Bytes.Length, seed: i).Prepend(sample.Bytes));

    private static IEnumerable<byte[]> Prefixes(byte[] bytes) => Enumerable.Range(0, bytes.Length).Select(length => bytes[..length]);
}
