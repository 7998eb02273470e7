using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Link;

/// <summary>
/// An entry of the label stack (RFC 3032 2.1).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                Label                  | TC  |S|      TTL      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </summary>
public readonly ref struct MplsLabel : IWireView<MplsLabel>
{
    public const int Length = 4;
    private readonly ReadOnlySpan<byte> _bytes;

    private MplsLabel(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Label => (int)(BinaryPrimitives.ReadUInt32BigEndian(_bytes) >> 12);

    public bool IsBottom => (_bytes[2] & 1) != 0;

    public ReadOnlySpan<byte> Payload => _bytes[Length..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out MplsLabel view)
    {
        if (bytes.Length < Length)
        {
            view = default;
            return DecodeStatus.Truncated;
        }
        view = new MplsLabel(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MPLS {Label} bottom={IsBottom} payload={Payload.Length}");
}
