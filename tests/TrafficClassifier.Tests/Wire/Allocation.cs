namespace TrafficClassifier.Tests.Wire;

/// <summary>Counts what a piece of code leaves on the heap.</summary>
internal static class Allocation
{
    private const int Rounds = 100;

    /// <summary>The bytes that one round allocates, on average; the first round, which may load code, does not count.</summary>
    public static double PerRound(Action round)
    {
        round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
        {
            round();
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;
    }
}
