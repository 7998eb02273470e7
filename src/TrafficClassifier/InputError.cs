namespace TrafficClassifier;

/// <summary>A line of a text file that could not be used. The other lines go on.</summary>
/// <param name="File">Path as given.</param>
/// <param name="Line">From 1.</param>
/// <param name="Reason">What is wrong and what would be right, in one line.</param>
public sealed record InputError(string File, int Line, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {Reason}";
}
