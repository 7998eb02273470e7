using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Tests.Identity.Leases;

public class IscLeasesFileTests
{
    private const string A = "hardware ethernet 02:a1:00:00:00:01;";
    private const string B = "hardware ethernet 02:b1:00:00:00:01;";
    private readonly DeviceTable _devices = new();

    [Fact]
    public void A_block_is_a_lease()
    {
        AssertLeases("""
            # The format of this file is documented in the dhcpd.leases(5) manual page.
            authoring-byte-order little-endian;

            lease 10.0.0.1 {
              starts 4 2010/01/07 08:00:00;
              ends 4 2010/01/07 09:30:00;
              tstp 4 2010/01/07 09:30:00;
              cltt 4 2010/01/07 08:00:00;
              binding state active;
              next binding state free;
              hardware ethernet 02:a1:00:00:00:01;
              uid "\001\002\241\000\000\000\001\"\\a";
              set vendor-class-identifier = "MSFT; {5.0";
              client-hostname "PC-17";
            }
            """, "10.0.0.1 02:a1:00:00:00:01 0102a10000000122" + "5c61 pc-17 08:00:00 09:30:00");
    }

    [Fact]
    public void Times_are_dates_or_seconds_or_never()
    {
        AssertLeases($$"""
            lease 10.0.0.1 { starts epoch 3600; # Thu Jan  1 01:00:00 1970
              ends never; binding state active; {{A}} }
            lease 10.0.0.2 { starts 4 2010/1/7 8:00:00; ends epoch 1262856600; {{A}} }
            """,
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 never",
            "10.0.0.2 02:a1:00:00:00:01 - - 08:00:00 09:30:00");
    }

    [Theory]
    [InlineData("uid 01:2:a1;", "0102a1")]
    [InlineData("uid \"releases-id\";", "72656c65617365732d6964")]
    [InlineData("uid \"\\377\\0\\08\";", "ff000038")]
    public void A_client_id_is_text_with_escapes_or_hexadecimal(string uid, string expected)
    {
        AssertLeases($$"""lease 10.0.0.1 { starts epoch 3600; ends epoch 7200; binding state active; {{uid}} }""",
            $"10.0.0.1 - {expected} - 01:00:00 02:00:00");
    }

    [Fact]
    public void A_renewal_is_another_lease()
    {
        AssertLeases(Block("10.0.0.1", 3600, 7200, "active", A) + Block("10.0.0.1", 5400, 9000, "active", A),
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 02:00:00",
            "10.0.0.1 02:a1:00:00:00:01 - - 01:30:00 02:30:00");
    }

    [Theory]
    [InlineData("free")]
    [InlineData("released")]
    [InlineData("expired")]
    [InlineData("backup")]
    public void A_lease_that_is_over_ended_when_it_says(string state)
    {
        AssertLeases(Block("10.0.0.1", 3600, 7200, "active", A) + Block("10.0.0.1", 3600, 4000, state, A),
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 01:06:40");
    }

    [Fact]
    public void Only_the_lease_of_the_same_device_and_a_later_end_is_shortened()
    {
        AssertLeases(
            Block("10.0.0.1", 3600, 7200, "active", A) + Block("10.0.0.1", 3600, 7200, "free", A) + Block("10.0.0.1", 0, 4000, "free", B)
                + Block("10.0.0.2", 3600, 7200, "active", A) + Block("10.0.0.1", 3600, 7200, "free", ""),
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 02:00:00",
            "10.0.0.2 02:a1:00:00:00:01 - - 01:00:00 02:00:00");
    }

    [Fact]
    public void A_lease_that_is_over_and_stands_alone_is_still_a_lease()
    {
        AssertLeases(Block("10.0.0.1", 3600, 4000, "free", A) + Block("10.0.0.2", 4000, 4000, "free", A),
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 01:06:40");
    }

    [Fact]
    public void An_abandoned_address_is_nobodys_from_its_start()
    {
        AssertLeases(Block("10.0.0.1", 3600, 7200, "active", A) + Block("10.0.0.1", 3660, 90000, "abandoned", "")
                + Block("10.0.0.2", 3600, 7200, "active", A) + Block("10.0.0.2", 3600, 90000, "abandoned", ""),
            "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 01:01:00",
            "10.0.0.2 - - - 01:00:00 01:00:00");
    }

    [Fact]
    public void Other_declarations_and_nested_blocks_are_passed_over()
    {
        AssertLeases($$"""
            server-duid "\000\001{;\"";
            failover peer "x" state { my state normal at 4 2010/01/07 08:00:00; }
            ia-na "\001\000" { cltt 4 2010/01/07 08:00:00; iaaddr fd00::1 { binding state active; ends never; } }
            lease6 fd00::2 { ends never; }
            lease 10.0.0.1 {
              starts epoch 3600; ends epoch 7200; binding state active;
              on expiry or release { execute("x", "}"); if true { log("{"); } }
              option agent.circuit-id 0:4;
              {{A}} }
            """, "10.0.0.1 02:a1:00:00:00:01 - - 01:00:00 02:00:00");
    }

    [Fact]
    public void Each_wrong_lease_is_told_and_the_others_go_on()
    {
        var content = LeaseFileText.Read($$"""
            lease 10.0.0 { ends never; }
            lease fd00::1 { ends never; }
            lease { interface "eth0"; fixed-address 10.0.0.1; }
            lease 10.0.0.1 {
              starts 4 2010-01-07 08:00:00;
              ends 4 2010/01/07;
              binding state lost;
              hardware ethernet;
              uid 010203;
            }
            lease 10.0.0.2 { starts epoch 1; ends never; }
            lease 10.0.0.3 { ends never; {{A}} }
            lease 10.0.0.4 { starts epoch 3600; ends never; {{A}} }
            """, _devices);
        Assert.Equal([1, 2, 3, 5, 6, 7, 8, 9, 11, 12], content.Errors.Select(e => e.Line));
        Assert.Equal("10.0.0.4", content.Leases.Single().Address.ToString());
    }

    [Theory]
    [InlineData("lease 10.0.0.1 {\n")]
    [InlineData("lease 10.0.0.1 {\n  starts\n")]
    [InlineData("lease 10.0.0.1 {\n  starts 4\n")]
    [InlineData("lease 10.0.0.1 {\n  starts 4 2010/01/07 08:\n")]
    [InlineData("lease 10.0.0.1 {\n  starts epoch\n")]
    [InlineData("lease 10.0.0.1 {\n  binding\n")]
    [InlineData("lease 10.0.0.1 {\n  hardware\n")]
    [InlineData("lease 10.0.0.1 {\n  hardware ethernet 02:a1\n")]
    [InlineData("lease 10.0.0.1 {\n  uid \"\\001\n")]
    [InlineData("lease 10.0.0.1 {\n  on expiry { execute(\n")]
    [InlineData("lease 10.0.0.1\n")]
    [InlineData("lease\n")]
    [InlineData("lease 10.0.0.1 {\n  starts epoch 1; ends never; hardware ethernet 02:a1:00:00:00:01;\n")]
    public void A_torn_lease_does_not_take_the_next_with_it(string torn)
    {
        var content = LeaseFileText.Read(torn + Block("10.0.0.9", 3600, 7200, "active", A), _devices);
        Assert.Equal("10.0.0.9", content.Leases.Single().Address.ToString());
        Assert.NotEmpty(content.Errors);
        Assert.NotEmpty(LeaseFileText.Read(torn, _devices).Errors);
    }

    private static string Block(string address, int starts, int ends, string state, string rest) =>
        $"lease {address} {{\n  starts epoch {starts};\n  ends epoch {ends};\n  binding state {state};\n  {rest}\n}}\n";

    private void AssertLeases(string text, params string[] expected)
    {
        var content = LeaseFileText.Read(text, _devices);
        Assert.Equal(LeaseFormat.IscDhcpd, content.Format);
        Assert.Empty(content.Errors);
        Assert.Equal(expected, LeaseFileText.Show(content, _devices));
        Assert.All(content.Leases, lease => Assert.Equal(BindingSource.IscDhcpd, lease.Source));
    }
}
