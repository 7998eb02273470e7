using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Keeps bindings in chains, one an address, from the newest to the oldest, in fixed memory: when full, of the next 64 bindings the one that
/// ends first makes way, so that a flood of spoofed bindings costs others least.
/// </summary>
internal sealed class BindingChains
{
    public const int None = -1;
    private const int EvictionCandidates = 64;
    private const int ShortestPrunedChain = 4;
    private readonly Dictionary<IpAddress, Chain> _chains = [];
    private readonly bool _isSuccession;
    private readonly int _capacity;
    private readonly int _longestChain;
    private Binding[] _bindings;
    private int _used;
    private int _free = None;
    private int _hand;

    /// <param name="capacity">Bindings kept at most.</param>
    /// <param name="longestChain">More bindings of one address than this: the older half makes way, or each further one would have to pass them all.</param>
    /// <param name="isSuccession">A newer binding ends the older one, which never returns.</param>
    public BindingChains(int capacity, int longestChain, bool isSuccession)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _longestChain = longestChain;
        _isSuccession = isSuccession;
        _bindings = new Binding[Math.Min(capacity, 256)];
    }

    public int Count { get; private set; }

    /// <summary>Bindings that made way because the table was full.</summary>
    public long Evictions { get; private set; }

    /// <summary>Good until the next <see cref="Link"/>.</summary>
    public ref Binding this[int at] => ref _bindings[at];

    public int Newest(IpAddress address) => _chains.TryGetValue(address, out var chain) ? chain.Newest : None;

    /// <summary>Puts a binding between its neighbours.</summary>
    public int Link(in Binding binding, int older, int newer)
    {
        var at = Allocate();
        ref var linked = ref _bindings[at];
        linked = binding;
        (linked.Older, linked.Newer) = (older, newer);
        if (older >= 0)
        {
            _bindings[older].Newer = at;
        }
        if (newer >= 0)
        {
            _bindings[newer].Older = at;
        }
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, binding.Address, out _);
        chain.Count++;
        if (newer < 0)
        {
            chain.Newest = at;
        }
        return at;
    }

    /// <summary>
    /// Drops sniffed bindings that were over before that time: what keeps the table small over years. Each time the chain has doubled, so
    /// that a flood of bindings of one address costs each a constant.
    /// </summary>
    public void Prune(IpAddress address, Instant before)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, address);
        if (chain.Count <= chain.UnprunedCount)
        {
            return;
        }
        for (var at = _bindings[chain.Newest].Older; at >= 0;)
        {
            ref var binding = ref _bindings[at];
            var older = binding.Older;
            var over = _isSuccession ? _bindings[binding.Newer].Start : binding.GivenUp < binding.End ? binding.GivenUp : binding.End;
            if (binding.Source == BindingSource.Sniffed && over < before)
            {
                Unlink(at, ref chain);
            }
            at = older;
        }
        chain.UnprunedCount = Math.Max(ShortestPrunedChain, 2 * chain.Count);
    }

    /// <summary>Makes room for one more binding of the address.</summary>
    /// <returns>Whether bindings made way, so that places found before are none any more.</returns>
    public bool HasMadeRoom(IpAddress address)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, address);
        if (!Unsafe.IsNullRef(ref chain) && chain.Count == _longestChain)
        {
            Halve(ref chain);
            return true;
        }
        if (_free >= 0 || _used < _capacity)
        {
            return false;
        }
        Evict();
        return true;
    }

    private int Allocate()
    {
        Count++;
        if (_free >= 0)
        {
            var free = _free;
            _free = _bindings[free].Older;
            return free;
        }
        if (_used == _bindings.Length)
        {
            Array.Resize(ref _bindings, (int)Math.Min(_capacity, 2L * _bindings.Length));
        }
        return _used++;
    }

    private void Halve(ref Chain chain)
    {
        var at = chain.Newest;
        for (var kept = 0; at >= 0; kept++)
        {
            var older = _bindings[at].Older;
            if (kept >= _longestChain / 2)
            {
                Evictions++;
                Unlink(at, ref chain);
            }
            at = older;
        }
    }

    private void Evict()
    {
        var victim = None;
        for (var i = 0; i < Math.Min(EvictionCandidates, _used); i++)
        {
            _hand = (_hand + 1) % _used;
            if (victim < 0 || _bindings[_hand].End < _bindings[victim].End)
            {
                victim = _hand;
            }
        }
        Evictions++;
        var address = _bindings[victim].Address;
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, address);
        Unlink(victim, ref chain);
        if (chain.Count == 0)
        {
            _chains.Remove(address);
        }
    }

    private void Unlink(int at, ref Chain chain)
    {
        var (older, newer) = (_bindings[at].Older, _bindings[at].Newer);
        if (newer >= 0)
        {
            if (_isSuccession)
            {
                _bindings[newer].Told = _bindings[newer].Device; // what the newer lease knows from this one stays known
            }
            _bindings[newer].Older = older;
        }
        else
        {
            chain.Newest = older;
        }
        if (older >= 0)
        {
            ref var givenUp = ref _bindings[older].GivenUp;
            givenUp = _isSuccession && _bindings[at].Start < givenUp ? _bindings[at].Start : givenUp;
            _bindings[older].Newer = newer;
        }
        chain.Count--;
        Count--;
        _bindings[at].Older = _free;
        _free = at;
    }

    /// <summary>The bindings of one address, from the newest to the oldest.</summary>
    private struct Chain
    {
        public int Newest;
        public int Count;

        /// <summary>Longer than this, the chain is looked through for leases of long ago.</summary>
        public int UnprunedCount;
    }
}
