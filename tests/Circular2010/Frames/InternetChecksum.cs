namespace Circular2010.Frames;

/// <summary>RFC 1071: the one's complement of the one's complement sum of all 16-bit words.</summary>
internal static class InternetChecksum
{
    public static ushort Of(ReadOnlySpan<byte> bytes, uint sum = 0)
    {
        for (int i = 0; i + 1 < bytes.Length; i += 2)
        {
            sum += (uint)((bytes[i] << 8) | bytes[i + 1]);
        }

        if ((bytes.Length & 1) != 0)
        {
            sum += (uint)(bytes[^1] << 8);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The pseudo header of TCP and UDP.</summary>
    public static uint PseudoHeader(uint source, uint destination, int protocol, int length) =>
        (source >> 16) + (source & 0xFFFF) + (destination >> 16) + (destination & 0xFFFF) + (uint)protocol + (uint)length;
}
