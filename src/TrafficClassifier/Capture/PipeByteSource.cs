using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture;

/// <summary>
/// Reads a stream (standard input, a named pipe, decompressed data) through a <see cref="PipeReader"/>. Its segments are shown in place;
/// only a record that straddles two of them is copied.
/// </summary>
internal sealed class PipeByteSource : IByteSource
{
    private readonly PipeReader _reader;
    private readonly Stream? _stored;
    private ReadOnlySequence<byte> _sequence;
    private byte[] _straddle = [];
    private bool _isCompleted;
    private bool _holdsResult;

    /// <param name="reader">Owned: completed with this source.</param>
    /// <param name="stored">The file behind compressed data: its length and position are what progress is told in.</param>
    public PipeByteSource(PipeReader reader, Stream? stored = null)
    {
        _reader = reader;
        _stored = stored;
        Length = stored?.Length ?? 0;
    }

    private long _consumed;

    public long BytesRead => _stored is null ? _consumed : _stored.CanRead ? _stored.Position : Length;

    public long Length { get; }

    public ArraySegment<byte> Advance(int consumed, int wanted)
    {
        _consumed += consumed;
        var rest = _sequence.Slice(consumed);
        if (rest.Length < wanted && !_isCompleted)
        {
            if (_holdsResult)
            {
                _reader.AdvanceTo(rest.Start, rest.End);
                _holdsResult = false;
            }
            var pending = _reader.ReadAtLeastAsync(wanted);
            var result = pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
            _holdsResult = true;
            _isCompleted = result.IsCompleted;
            rest = result.Buffer;
        }
        _sequence = rest;
        return Contiguous(wanted);
    }

    public void Dispose() => _reader.Complete();

    private ArraySegment<byte> Contiguous(int wanted)
    {
        if (_sequence.First.Length >= Math.Min(wanted, _sequence.Length) && MemoryMarshal.TryGetArray(_sequence.First, out var first))
        {
            return first;
        }
        var length = (int)Math.Min(wanted, _sequence.Length);
        if (_straddle.Length < length)
        {
            _straddle = new byte[Math.Max(length, 64 * 1024)];
        }
        _sequence.Slice(0, length).CopyTo(_straddle);
        return new ArraySegment<byte>(_straddle, 0, length);
    }
}
