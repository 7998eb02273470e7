using Grpc.Core;

namespace TrafficClassifier.Server.Grpc;

/// <summary>So many queries read the store at once, so many wait for their turn; the rest is sent away. The capture keeps its cores.</summary>
internal sealed class QueryGate : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly int _mostWaiting;
    private int _present;

    public QueryGate(int most, int mostWaiting) => (_places, _mostWaiting) = (new SemaphoreSlim(most), most + mostWaiting);

    /// <summary>Queries that run or wait.</summary>
    public int Present => Volatile.Read(ref _present);

    /// <exception cref="RequestException">Too many wait.</exception>
    public async Task<T> Run<T>(Func<T> query, CancellationToken stop)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > _mostWaiting)
            {
                throw new RequestException(StatusCode.ResourceExhausted, $"{_mostWaiting} queries run or wait: try again in a moment");
            }
            await _places.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                return await Task.Run(query, stop).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    public void Dispose() => _places.Dispose();
}
