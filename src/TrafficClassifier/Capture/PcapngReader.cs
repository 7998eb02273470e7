using System.Buffers.Binary;

namespace TrafficClassifier.Capture;

/// <summary>
/// pcapng (draft-ietf-opsawg-pcapng): sections of blocks.
/// <code>
/// block: type (4) | total length (4) | body, padded to 4 bytes | total length (4)
/// </code>
/// Blocks of unknown type are passed over, as the draft asks.
/// </summary>
internal sealed class PcapngReader : CaptureReader
{
    public const uint SectionHeader = 0x0a0d0d0a;
    public const uint InterfaceDescription = 1, OldPacket = 2, SimplePacket = 3, InterfaceStatistics = 5, EnhancedPacket = 6;
    public const uint ByteOrderMagic = 0x1a2b3c4d;
    private const int ShortestBlock = 12;
    private const int LongestBlock = LongestFrame + (64 * 1024);
    private const int MostInterfaces = 4096;
    private readonly List<PcapngInterface> _interfaces = [];
    private long _droppedBefore;
    private bool _isSwapped;

    public PcapngReader(string input, IByteSource source)
        : base(input, source)
    {
    }

    public override long Dropped
    {
        get
        {
            var sum = _droppedBefore;
            foreach (var one in _interfaces)
            {
                sum += one.Dropped;
            }
            return sum;
        }
    }

    private protected override bool TryReadFrame()
    {
        while (true)
        {
            if (!Ensure(ShortestBlock))
            {
                return Window.IsEmpty ? false : Break($"cut inside a block header ({Window.Length} bytes)");
            }
            var type = Read32(Window);
            if (type == SectionHeader && !ReadByteOrder())
            {
                return false;
            }
            var length = Read32(Window[4..]);
            if (length < ShortestBlock || length % 4 != 0)
            {
                return Break($"a block of type {type} claims {length} bytes: corrupt");
            }
            if (type is SectionHeader or InterfaceDescription or InterfaceStatistics or EnhancedPacket or OldPacket or SimplePacket)
            {
                if (length > LongestBlock)
                {
                    return Break($"a block of type {type} claims {length} bytes, more than a frame can have: corrupt");
                }
                if (!Ensure((int)length))
                {
                    return Break($"cut inside a block ({Window.Length} of {length} bytes)");
                }
                if (Read32(Window[((int)length - 4)..]) != length)
                {
                    return Break("the two lengths of a block differ: corrupt");
                }
                var number = Number;
                if (!ReadBlock(type, (int)length))
                {
                    return false;
                }
                if (Number != number)
                {
                    return true;
                }
                Consume((int)length);
            }
            else if (Offset is var start && !Skip(length))
            {
                return Break($"cut inside a block of type {type}", start);
            }
        }
    }

    /// <returns>False after a fault. A packet block becomes the current frame and is consumed.</returns>
    private bool ReadBlock(uint type, int length)
    {
        var body = Window[8..(length - 4)];
        switch (type)
        {
            case SectionHeader:
                _droppedBefore = Dropped;
                _interfaces.Clear();
                return true;
            case InterfaceDescription:
                return ReadInterface(body);
            case InterfaceStatistics:
                ReadStatistics(body);
                return true;
            case EnhancedPacket:
                return body.Length < 20 ? Break("a packet block is too short: corrupt")
                    : ReadPacket(Read32(body), 0, body, 20, Read32(body[12..]), Read32(body[16..]), hasTime: true, length);
            case OldPacket:
                return body.Length < 20 ? Break("a packet block is too short: corrupt")
                    : ReadPacket(Read16(body), Read16(body[2..]), body, 20, Read32(body[12..]), Read32(body[16..]), hasTime: true, length);
            default:
                return ReadSimplePacket(body, length);
        }
    }

    private bool ReadSimplePacket(ReadOnlySpan<byte> body, int length)
    {
        if (body.Length < 4)
        {
            return Break("a packet block is too short: corrupt");
        }
        var original = Read32(body);
        var snapLength = _interfaces.Count > 0 ? _interfaces[0].SnapLength : 0;
        var captured = Math.Min(original, (uint)body.Length - 4);
        captured = snapLength > 0 ? Math.Min(captured, snapLength) : captured;
        // The block carries no time: the frame stands at the time of the one before it.
        return ReadPacket(0, 0, body, 4, captured, original, hasTime: false, length);
    }

    private bool ReadPacket(uint interfaceId, ushort dropped, ReadOnlySpan<byte> body, int start, uint captured, uint original, bool hasTime, int blockLength)
    {
        if (interfaceId >= _interfaces.Count)
        {
            return Break($"a packet names interface {interfaceId}, which is not described: corrupt");
        }
        if (captured > LongestFrame || captured > body.Length - start)
        {
            return Break($"a packet claims {captured} bytes in a block of {blockLength}: corrupt");
        }
        var source = _interfaces[(int)interfaceId];
        if (hasTime)
        {
            Time = source.ToInstant(((ulong)Read32(body[4..]) << 32) | Read32(body[8..]));
        }
        LinkType = source.LinkType;
        CountDropped(source, dropped, hasTime ? body[Math.Min(body.Length, start + (((int)captured + 3) & ~3))..] : default);
        SetFrame(8 + start, WithoutFrameCheck(captured, original, source.FrameCheckLength), blockLength);
        return true;
    }

    /// <param name="source">Where the packet came in.</param>
    /// <param name="dropped">The old packet block's count; all ones when not known.</param>
    /// <param name="options">Of the packet: epb_dropcount says the same.</param>
    private void CountDropped(PcapngInterface source, ushort dropped, ReadOnlySpan<byte> options)
    {
        if (dropped is not (0 or ushort.MaxValue))
        {
            source.CountDropped(dropped);
        }
        while (TryReadOption(ref options, out var code, out var value))
        {
            if (code == 4 && value.Length >= 8)
            {
                source.CountDropped(Read64(value));
            }
        }
    }

    private bool ReadByteOrder()
    {
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(Window[8..]);
        _isSwapped = magic == BinaryPrimitives.ReverseEndianness(ByteOrderMagic);
        return _isSwapped || magic == ByteOrderMagic || Break("a section header has no byte-order magic: corrupt");
    }

    private bool ReadInterface(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8)
        {
            return Break("an interface description is too short: corrupt");
        }
        if (_interfaces.Count == MostInterfaces)
        {
            return Break($"a section describes more than {MostInterfaces} interfaces");
        }
        byte resolution = 6;
        long offset = 0;
        var frameCheckLength = 0;
        for (var options = body[8..]; TryReadOption(ref options, out var code, out var value);)
        {
            switch (code)
            {
                case 9 when value.Length >= 1:
                    resolution = value[0];
                    break;
                case 13 when value.Length >= 1:
                    frameCheckLength = value[0];
                    break;
                case 14 when value.Length >= 8:
                    offset = (long)Read64(value);
                    break;
                default:
                    break;
            }
        }
        _interfaces.Add(new PcapngInterface(new LinkType(Read16(body)), Read32(body[4..]), resolution, offset, frameCheckLength));
        return true;
    }

    private void ReadStatistics(ReadOnlySpan<byte> body)
    {
        if (body.Length < 12 || Read32(body) >= _interfaces.Count)
        {
            return;
        }
        ulong dropped = 0;
        for (var options = body[12..]; TryReadOption(ref options, out var code, out var value);)
        {
            // isb_ifdrop: by the card for want of resources; isb_osdrop: by the operating system.
            if (code is 5 or 7 && value.Length >= 8)
            {
                dropped += Math.Min(Read64(value), PcapngInterface.MostDropped);
            }
        }
        _interfaces[(int)Read32(body)].DroppedInTotal = (long)Math.Min(dropped, PcapngInterface.MostDropped);
    }

    private bool TryReadOption(ref ReadOnlySpan<byte> options, out ushort code, out ReadOnlySpan<byte> value)
    {
        code = 0;
        value = default;
        if (options.Length < 4)
        {
            return false;
        }
        code = Read16(options);
        int length = Read16(options[2..]);
        if (code == 0 || length > options.Length - 4)
        {
            return false;
        }
        value = options.Slice(4, length);
        options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        return true;
    }

    private ushort Read16(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private uint Read32(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    private ulong Read64(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return _isSwapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
