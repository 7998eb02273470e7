using System.Runtime.CompilerServices;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>The directions of connections whose beginning was seen, or that are known to be under way. The oldest make way.</summary>
internal sealed class FlowTable
{
    /// <summary>A connection that carried nothing for so long never will: nothing is lost with it.</summary>
    private const long LongestSilence = 60 * Instant.NanosecondsPerSecond;

    private readonly BoundedTable<FlowKey, TcpFlow> _flows;
    private readonly ReassemblyCounters _counters;

    public FlowTable(int capacity, ReassemblyCounters counters)
    {
        _flows = new BoundedTable<FlowKey, TcpFlow>(capacity);
        _counters = counters;
    }

    /// <returns>A null reference when it is not there; good until the next change of the table.</returns>
    public ref TcpFlow Find(in FlowKey key) => ref _flows.Find(key);

    /// <summary>Adds a flow, or what is newly known of one that is there: either way it is the newest.</summary>
    public void Put(in FlowKey key, in TcpFlow flow, Instant time)
    {
        ref var known = ref _flows.Find(key);
        if (Unsafe.IsNullRef(ref known))
        {
            Add(key, flow, time);
            return;
        }
        known = flow;
        _flows.Renew(key, time);
    }

    /// <summary>Adds a flow that is not there.</summary>
    public void Add(in FlowKey key, in TcpFlow flow, Instant time)
    {
        if (_flows.IsFull)
        {
            // One that is settled counts too: its hello, sent once more, would be told once more.
            if (time.Nanoseconds - _flows.OldestTime.Nanoseconds < LongestSilence)
            {
                _counters.StreamEvictions++;
            }
            _flows.RemoveOldest();
        }
        _flows.Add(key, time) = flow;
        _counters.Flows++;
    }

    public void Remove(in FlowKey key) => _flows.Remove(key);
}
