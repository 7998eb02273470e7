using System.Text;
using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Tests.Wire.Dns;

public sealed class ServiceBindingTests
{
    [Fact]
    public void Priority_target_and_parameters_are_read()
    {
        var binding = Read(DnsSamples.Binding);
        Assert.Equal(1, binding.Priority);
        Assert.Equal("cdn.test", Target(binding));
        Assert.Equal("026832026833", Value(binding, ServiceBinding.AlpnKey));
        Assert.Equal("0a0000010a000002", Value(binding, ServiceBinding.Ipv4HintKey));
        Assert.Equal("20010db8000000000000000000000017", Value(binding, ServiceBinding.Ipv6HintKey));
    }

    [Fact]
    public void Ech_is_key_5() => Assert.Equal("fe0d0000", Value(Read(DnsSamples.Binding), 5));

    [Fact]
    public void A_parameter_that_is_not_there_is_not_found() => Assert.Null(Value(Read(DnsSamples.Binding), 2));

    [Fact]
    public void A_parameter_may_be_empty() => Assert.Equal("", Value(Read(Hex.Bytes("0001 00 0002 0000")), 2));

    [Fact]
    public void Address_hints_are_read()
    {
        Assert.Equal("0a0000010a000002", Hex.Text(Read(DnsSamples.Binding).Ipv4Hints));
        Assert.Equal("20010db8000000000000000000000017", Hex.Text(Read(DnsSamples.Binding).Ipv6Hints));
    }

    [Fact]
    public void Hints_of_a_wrong_length_are_none()
    {
        var binding = Read(Hex.Bytes("0001 00 0004 0005 0a00000100 0006 000f 000000000000000000000000000000"));
        Assert.True(binding.Ipv4Hints.IsEmpty);
        Assert.True(binding.Ipv6Hints.IsEmpty);
    }

    [Fact]
    public void In_alias_mode_parameters_mean_nothing()
    {
        var binding = Read(Hex.Bytes($"0000 00 0004 0004 0a000001 0005 {EchSamples.One.Length:x4} {Convert.ToHexString(EchSamples.One)}"));
        Assert.True(binding.IsAlias && binding.Ipv4Hints.IsEmpty && !binding.TryGetEchConfigs(out _));
    }

    [Fact]
    public void Configurations_of_encrypted_hellos_are_read()
    {
        var binding = Read(Hex.Bytes($"0001 00 0005 {EchSamples.One.Length:x4} {Convert.ToHexString(EchSamples.One)}"));
        Assert.True(binding.TryGetEchConfigs(out var configs));
        Assert.Contains("cloudflare-ech.com", configs.ToString(), StringComparison.Ordinal);
        Assert.False(Read(DnsSamples.Binding).TryGetEchConfigs(out _)); // its list contradicts itself
    }

    [Fact]
    public void The_root_stands_for_the_owner() => Assert.Equal(".", Target(Read(Hex.Bytes("0001 00"))));

    [Fact]
    public void Alias_mode_has_priority_0() => Assert.Equal(0, Read(DnsSamples.AliasBinding).Priority);

    [Fact]
    public void A_target_is_escaped_as_other_names_are() => Assert.Equal(@"a\046.b", Target(Read(Hex.Bytes("0001 02412e 0142 00"))));

    [Theory]
    [InlineData("0001 c00c", "compressed target")]
    [InlineData("0001 40 00", "reserved label type")]
    [InlineData("0001 00 0005 0000 0004 0000", "parameters out of order")]
    [InlineData("0001 00 0004 0000 0004 0000", "parameter twice")]
    public void What_contradicts_the_standard_is_malformed(string hex, string why) =>
        Assert.Equal((DecodeStatus.Malformed, why), (ServiceBinding.TryRead(Hex.Bytes(hex), out _), why));

    [Theory]
    [InlineData("00", "priority")]
    [InlineData("0001", "no target")]
    [InlineData("0001 0161", "target without end")]
    [InlineData("0001 00 0004 00", "length of a parameter")]
    [InlineData("0001 00 0004 0004 0a0000", "value of a parameter")]
    public void What_ends_too_early_is_truncated(string hex, string what) =>
        Assert.Equal((DecodeStatus.Truncated, what), (ServiceBinding.TryRead(Hex.Bytes(hex), out _), what));

    [Fact]
    public void A_target_longer_than_a_name_is_malformed()
    {
        byte[] label = [63, .. Enumerable.Repeat((byte)'a', 63)];
        Assert.Equal(DecodeStatus.Malformed, ServiceBinding.TryRead([0, 1, .. label, .. label, .. label, .. label, 0], out _));
    }

    [Fact]
    public void A_target_that_does_not_fit_is_cut_at_its_end()
    {
        var binding = Read(Hex.Bytes("0001 03 61ff62 03 777777 00"));
        var whole = Target(binding);
        for (var room = 0; room < whole.Length; room++)
        {
            var text = new byte[room];
            Assert.StartsWith(Encoding.ASCII.GetString(text, 0, binding.FormatTarget(text)), whole, StringComparison.Ordinal);
        }
    }

    private static ServiceBinding Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, ServiceBinding.TryRead(bytes, out var binding));
        return binding;
    }

    private static string Target(ServiceBinding binding)
    {
        var text = new byte[DnsName.LongestText];
        return Encoding.ASCII.GetString(text, 0, binding.FormatTarget(text));
    }

    private static string? Value(ServiceBinding binding, ushort key) => binding.TryFind(key, out var value) ? Hex.Text(value) : null;
}
