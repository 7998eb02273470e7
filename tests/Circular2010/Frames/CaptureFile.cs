using System.Buffers.Binary;
using System.IO.Compression;

namespace Circular2010.Frames;

/// <summary>Classic pcap, little endian, microseconds, Ethernet, in gzip. Without a file time in it, so that it is the same every time.</summary>
internal static class CaptureFile
{
    private const uint Magic = 0xA1B2C3D4;
    private const int SnapLength = 65535;
    private const int LinkTypeEthernet = 1;

    /// <summary>Returns the length of the uncompressed file.</summary>
    public static long Write(string path, IReadOnlyCollection<Frame> frames)
    {
        using FileStream file = File.Create(path);
        using GZipStream gzip = new(file, CompressionLevel.SmallestSize);
        using BufferedStream output = new(gzip, 1 << 16);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], SnapLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], LinkTypeEthernet);
        output.Write(header);
        long length = header.Length;
        Span<byte> record = header[..16];
        foreach (Frame frame in frames)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(frame.Time / Week.Second));
            BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(frame.Time % Week.Second));
            BinaryPrimitives.WriteInt32LittleEndian(record[8..], frame.Bytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(record[12..], frame.OriginalLength);
            output.Write(record);
            output.Write(frame.Bytes);
            length += record.Length + frame.Bytes.Length;
        }

        return length;
    }
}
