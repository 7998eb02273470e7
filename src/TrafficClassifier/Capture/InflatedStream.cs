using ZstdSharp;

namespace TrafficClassifier.Capture;

/// <summary>
/// Decompressed data in small steps. A decompressor that meets a fault throws away what it had ready in the same call, so a step is all
/// that a fault costs; what was read before it is handed on first.
/// </summary>
internal sealed class InflatedStream(Stream inflating, string kind) : Stream
{
    private const int StepLength = 4096;
    private Exception? _fault;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var at = 0;
        while (at < buffer.Length && _fault is null)
        {
            try
            {
                var read = inflating.Read(buffer.Slice(at, Math.Min(StepLength, buffer.Length - at)));
                if (read == 0)
                {
                    return at;
                }
                at += read;
            }
            catch (EndOfStreamException)
            {
                _fault = new InvalidDataException($"the {kind} data is cut");
            }
            catch (Exception exception) when (exception is InvalidDataException or ZstdException)
            {
                _fault = new InvalidDataException($"the {kind} data is cut or corrupt");
            }
            catch (IOException exception)
            {
                _fault = exception;
            }
        }
        return at > 0 || buffer.IsEmpty ? at : throw _fault!;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Done at once: inflating is work, not waiting.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return new ValueTask<int>(Read(buffer.Span));
        }
        catch (IOException exception)
        {
            return ValueTask.FromException<int>(exception);
        }
        catch (InvalidDataException exception)
        {
            return ValueTask.FromException<int>(exception);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflating.Dispose();
        }
        base.Dispose(disposing);
    }
}
