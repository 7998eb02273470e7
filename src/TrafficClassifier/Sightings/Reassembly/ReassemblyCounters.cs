namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>What the reassembly of streams and fragments did, since the start.</summary>
public sealed class ReassemblyCounters
{
    /// <summary>Directions of connections that were remembered.</summary>
    public long Flows { get; internal set; }

    /// <summary>Streams that needed a buffer: a message in pieces, or a piece in front of which something was missing.</summary>
    public long StreamsOpened { get; internal set; }

    /// <summary>Messages of streams that came in more than one segment and were read.</summary>
    public long MessagesJoined { get; internal set; }

    /// <summary>Streams whose rest did not come in time, or at all.</summary>
    public long StreamsUnfinished { get; internal set; }

    /// <summary>Connections and unfinished streams that made way, though more of them might still have come.</summary>
    public long StreamEvictions { get; internal set; }

    /// <summary>Packets whose first fragment to come was taken.</summary>
    public long PacketsOpened { get; internal set; }

    /// <summary>Packets made whole.</summary>
    public long PacketsJoined { get; internal set; }

    /// <summary>Packets refused: fragments that overlap or contradict each other.</summary>
    public long PacketsRefused { get; internal set; }

    /// <summary>Packets whose rest did not come in time.</summary>
    public long PacketsUnfinished { get; internal set; }

    /// <summary>Packets that made way, though more of their fragments might still have come.</summary>
    public long PacketEvictions { get; internal set; }

    public long Evictions => StreamEvictions + PacketEvictions;
}
