using System.Buffers.Binary;
using System.Text;

namespace TrafficClassifier.Capture;

/// <summary>
/// Writes one section of pcapng (draft-ietf-opsawg-pcapng) with one interface, times in nanoseconds. Only whole blocks go out: what was
/// written ends with a block however often writing fails.
/// </summary>
internal sealed class PcapngWriter
{
    private const int BufferLength = 1 << 20, LongestText = 1024;
    private const ushort NameOption = 2, StartOption = 2, EndOption = 3, ApplicationOption = 4, AcceptedOption = 6, DroppedOption = 7, DeliveredOption = 8,
        ResolutionOption = 9, FilterOption = 11;

    private const byte Nanoseconds = 9; // ten to the power of minus nine

    private readonly Stream _output;
    private readonly byte[] _buffer;
    private int _used;

    /// <param name="output">Not buffered: this is.</param>
    /// <param name="buffer">Used again for the next file; null for one of its own.</param>
    public PcapngWriter(Stream output, byte[]? buffer = null)
    {
        _output = output;
        _buffer = buffer ?? NewBuffer();
    }

    /// <summary>Bytes that are out.</summary>
    public long Written { get; private set; }

    public long Length => Written + _used;

    /// <summary>Frames that are out, and those that wait.</summary>
    public long FramesWritten { get; private set; }

    public long FramesWaiting { get; private set; }

    public static byte[] NewBuffer() => new byte[BufferLength];

    /// <param name="application">Tells later whose file it is.</param>
    /// <param name="name">Of the interface.</param>
    /// <param name="filter">Of the operator; null: none.</param>
    public void WriteHeader(string application, string name, LinkType linkType, int snapLength, string? filter)
    {
        var block = Begin(PcapngReader.SectionHeader);
        block = Put(block, PcapngReader.ByteOrderMagic);
        block = Put(block, 1); // version 1.0
        block = Put(block, uint.MaxValue);
        block = Put(block, uint.MaxValue); // the section's length is not known
        block = PutText(block, ApplicationOption, default, application);
        End(PutEndOfOptions(block));

        block = Begin(PcapngReader.InterfaceDescription);
        block = Put(block, linkType.Value);
        block = Put(block, (uint)snapLength);
        block = PutText(block, NameOption, default, name);
        block = PutOption(block, ResolutionOption, [Nanoseconds]);
        if (filter is not null)
        {
            block = PutText(block, FilterOption, [0], filter); // 0: a text of libpcap's
        }
        End(PutEndOfOptions(block));
    }

    /// <param name="originalLength">On the wire.</param>
    /// <exception cref="IOException">What waited is still waiting; this frame is not.</exception>
    public void Write(ReadOnlySpan<byte> frame, int originalLength, Instant time)
    {
        var padded = (frame.Length + 3) & ~3;
        if (_buffer.Length - _used < 32 + padded)
        {
            Flush();
        }
        var block = Begin(PcapngReader.EnhancedPacket);
        block = Put(block, 0);
        block = PutTime(block, time);
        block = Put(block, (uint)frame.Length);
        block = Put(block, (uint)Math.Max(originalLength, frame.Length));
        frame.CopyTo(_buffer.AsSpan(block));
        _buffer.AsSpan(block + frame.Length, padded - frame.Length).Clear();
        End(block + padded);
        FramesWaiting++;
    }

    /// <exception cref="IOException">As of <see cref="Write"/>.</exception>
    public void WriteStatistics(in PcapngStatistics statistics)
    {
        if (_buffer.Length - _used < 128)
        {
            Flush();
        }
        var block = Begin(PcapngReader.InterfaceStatistics);
        block = Put(block, 0);
        block = PutTime(block, statistics.End);
        block = PutTime(PutOptionHead(block, StartOption, 8), statistics.Start);
        block = PutTime(PutOptionHead(block, EndOption, 8), statistics.End);
        block = PutCount(block, AcceptedOption, statistics.Accepted);
        block = PutCount(block, DroppedOption, statistics.Dropped);
        block = PutCount(block, DeliveredOption, statistics.Delivered);
        End(PutEndOfOptions(block));
    }

    /// <exception cref="IOException">Part of it may be in the file, behind <see cref="Written"/>.</exception>
    public void Flush()
    {
        if (_used == 0)
        {
            return;
        }
        _output.Write(_buffer, 0, _used);
        Written += _used;
        _used = 0;
        FramesWritten += FramesWaiting;
        FramesWaiting = 0;
    }

    /// <summary>Gives up what waits.</summary>
    /// <returns>Frames of it.</returns>
    public long Discard()
    {
        var lost = FramesWaiting;
        (_used, FramesWaiting) = (0, 0);
        return lost;
    }

    /// <returns>Where the block's body begins in the buffer, as all below: where to go on.</returns>
    private int Begin(uint type)
    {
        Put(_used, type);
        return _used + 8;
    }

    /// <summary>A block's length stands on both its sides.</summary>
    private void End(int at)
    {
        var length = (uint)(at + 4 - _used);
        Put(_used + 4, length);
        Put(at, length);
        _used += (int)length;
    }

    private int Put(int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(at), value);
        return at + 4;
    }

    /// <summary>The high half first, in either byte order.</summary>
    private int PutTime(int at, Instant time)
    {
        var nanoseconds = (ulong)Math.Max(0, time.Nanoseconds);
        return Put(Put(at, (uint)(nanoseconds >> 32)), (uint)nanoseconds);
    }

    private int PutOptionHead(int at, ushort code, int length) => Put(at, code | ((uint)length << 16));

    private int PutOption(int at, ushort code, ReadOnlySpan<byte> value)
    {
        at = PutOptionHead(at, code, value.Length);
        var padded = (value.Length + 3) & ~3;
        _buffer.AsSpan(at, padded).Clear();
        value.CopyTo(_buffer.AsSpan(at));
        return at + padded;
    }

    private int PutText(int at, ushort code, ReadOnlySpan<byte> prefix, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return PutOption(at, code, [.. prefix, .. bytes.AsSpan(0, Math.Min(bytes.Length, LongestText))]);
    }

    private int PutCount(int at, ushort code, long count)
    {
        at = PutOptionHead(at, code, 8);
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(at), count);
        return at + 8;
    }

    private int PutEndOfOptions(int at) => Put(at, 0);
}
