using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Server.Configuration;

namespace TrafficClassifier.Tests.Server.Configuration;

public sealed class SensorConfigurationTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_printed_is_read_as_what_holds()
    {
        var written = Read("""
            name: desk
            interfaces:
              - name: mirror0
                engine: pcap
                workers: 3
              - mirror1
            tunnels: 10.0.0.0/8
            grace: 90
            """);
        File.WriteAllText(_path, ConfigurationPrinter.Print(written));

        var again = SensorConfiguration.Read(_path, new Dictionary<string, string>(), []);

        Assert.Empty(again.Errors);
        var options = again.ToOptions();
        Assert.Equal("desk", options.Name);
        Assert.Equal(90, options.GraceSeconds);
        Assert.Equal(["mirror0", "mirror1"], options.Interfaces.Select(face => face.Name));
        Assert.Equal((EngineKind.Pcap, 3), (options.Interfaces[0].Engine, options.Interfaces[0].Workers));
        Assert.Equal((EngineKind.Ring, 1), (options.Interfaces[1].Engine, options.Interfaces[1].Workers));
    }

    [Fact]
    public void Flags_go_before_the_environment_that_before_the_file()
    {
        File.WriteAllText(_path, "name: of-file\ngrace: 1\ninterfaces: [{name: mirror0, prefilter: none}]\n");
        var environment = new Dictionary<string, string> { ["TRAFFIC_NAME"] = "of-environment", ["TRAFFIC_PREFILTER"] = "ebpf" };

        var options = SensorConfiguration.Read(_path, environment, [new GivenFlag("--prefilter", ["classic"])]).ToOptions();

        Assert.Equal(("of-environment", 1, PrefilterKind.Classic), (options.Name, options.GraceSeconds, options.Interfaces[0].Prefilter));
    }

    [Theory]
    [InlineData("name: [a\nb: c")]
    [InlineData("\tname: x")]
    [InlineData("a: &x 1\nb: *x")]
    [InlineData("- just\n- a list")]
    [InlineData("{[}]")]
    public void What_is_no_configuration_is_said_in_lines(string text)
    {
        var configuration = Read(text);

        Assert.NotEmpty(configuration.Errors.Concat(configuration.LacksInterface ? ["no interface"] : []));
        Assert.All(configuration.Errors, error => Assert.DoesNotContain('\n', error));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var errors = Read("tunels: none\ngrace: soon\ninterfaces: [{name: a, workers: 99}, {name: a}]\n").Errors;

        Assert.Contains(errors, error => error.Contains(":1: tunels", StringComparison.Ordinal) && error.Contains("tunnels?", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains(":2: grace", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("workers", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("named twice", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_error()
    {
        var configuration = SensorConfiguration.Read(_path + ".no", new Dictionary<string, string>(), []);

        Assert.Single(configuration.Errors);
        Assert.False(configuration.LacksInterface);
    }

    private SensorConfiguration Read(string text)
    {
        File.WriteAllText(_path, text);
        return SensorConfiguration.Read(_path, new Dictionary<string, string>(), []);
    }
}
