using System.Globalization;
using System.Text.Json;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>A row of hidden-names' truth.csv: what a client really did, and how visible.</summary>
internal sealed record HiddenName(string Capture, double Start, double End, string Staff, string Address, string Name, string Site, string Transport, string Visible)
{
    public static HiddenName Parse(string line)
    {
        var fields = line.Split(',');
        return new HiddenName(fields[0], Seconds(fields[1]), Seconds(fields[2]), fields[3], fields[4], fields[5], fields[6], fields[7], fields[8]);
    }

    public bool IsIn(JsonElement one)
    {
        var time = one.GetProperty("timestamp").GetDateTimeOffset();
        var seconds = (time - DateTimeOffset.UnixEpoch).TotalSeconds;
        return seconds >= Start && seconds <= End;
    }

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
