using System.Runtime.CompilerServices;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Sightings;

/// <summary>
/// What a hardware address last said of itself in DHCPv4. Bounded: who has said nothing for longest is forgotten first, and tells it all
/// again before its next lease.
/// </summary>
internal sealed class ClientWords(int capacity)
{
    private readonly BoundedTable<MacAddress, Words> _words = new(capacity);

    /// <summary>Clients that were forgotten because the table was full.</summary>
    public long Evictions { get; private set; }

    /// <summary>Takes in what is told now, and gives what was told before where nothing is. Allocates only for news.</summary>
    public void Complete(MacAddress mac, Instant time, scoped ref ReadOnlySpan<byte> clientId, scoped ref ReadOnlySpan<byte> hostName)
    {
        ref var words = ref _words.Find(mac);
        if (!Unsafe.IsNullRef(ref words))
        {
            _words.Renew(mac, time);
        }
        else if (clientId.IsEmpty && hostName.IsEmpty)
        {
            return;
        }
        else
        {
            if (_words.IsFull)
            {
                Evictions++;
                _words.RemoveOldest();
            }
            words = ref _words.Add(mac, time);
            words = new Words([], []);
        }
        if (!clientId.IsEmpty && !clientId.SequenceEqual(words.ClientId))
        {
            words = words with { ClientId = clientId.ToArray() };
        }
        if (!hostName.IsEmpty && !hostName.SequenceEqual(words.HostName))
        {
            words = words with { HostName = hostName.ToArray() };
        }
        clientId = words.ClientId;
        hostName = words.HostName;
    }

    private readonly record struct Words(byte[] ClientId, byte[] HostName);
}
