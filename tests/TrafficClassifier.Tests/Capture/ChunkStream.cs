namespace TrafficClassifier.Tests.Capture;

/// <summary>Gives its bytes in chunks of the lengths named, over and over, as a slow writer's pipe would.</summary>
internal sealed class ChunkStream(byte[] bytes, params int[] chunks) : MemoryStream(bytes)
{
    private int _turn;

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Next()));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    private int Next() => chunks.Length == 0 ? int.MaxValue : chunks[_turn++ % chunks.Length];
}
