namespace TrafficClassifier.Tests.Corpus;

/// <summary>How the events of one kind in one capture differ from the truth.</summary>
internal sealed class Difference
{
    public int Missed { get; set; }

    public int False { get; set; }

    /// <summary>One of them, for the message.</summary>
    public string Example { get; set; } = "";
}
