namespace TrafficClassifier.Workers;

/// <summary>What a pipeline does with a frame, in this order: records of one frame are counted in it.</summary>
internal enum ObservationStep : byte
{
    /// <summary>Messages that were waited for too long are told, in the minute before.</summary>
    Expiry,

    /// <summary>What the frames of the minute before became.</summary>
    Summary,

    /// <summary>The frame's minute begins.</summary>
    Minute,

    /// <summary>The frame is dissected.</summary>
    Frame,
}
