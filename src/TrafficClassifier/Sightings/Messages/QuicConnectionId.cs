using System.Buffers.Binary;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>A connection id of 20 bytes at the most, and the version it is of: what Initial keys come from.</summary>
internal readonly record struct QuicConnectionId(uint Version, int Length, ulong First, ulong Second, uint Third)
{
    /// <param name="header">Of a known version.</param>
    public static QuicConnectionId Of(scoped in QuicLongHeader header)
    {
        Span<byte> bytes = stackalloc byte[QuicLongHeader.LongestConnectionId];
        bytes.Clear();
        header.DestinationId.CopyTo(bytes);
        return new(header.Version.Value, header.DestinationId.Length, BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));
    }
}
