namespace TrafficClassifier.Tests.Wire;

/// <summary>Counts what a piece of code leaves on the heap.</summary>
internal static class Allocation
{
    private const int Rounds = 100;
    private const int Tries = 8;

    /// <summary>
    /// The bytes that one round allocates, on average; the first round, which may load code, does not count. Of several tries the least:
    /// a collection that another test causes charges this thread with what is left of its allocation buffer, code that allocates does so
    /// each time.
    /// </summary>
    public static double PerRound(Action round)
    {
        round();
        var least = double.MaxValue;
        for (var tries = 0; tries < Tries && least > 0; tries++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Rounds; i++)
            {
                round();
            }
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds);
        }
        return least;
    }
}
