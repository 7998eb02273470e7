using System.Text;

namespace TrafficClassifier.Tests.Wire.Dns;

/// <summary>Domain names in wire form.</summary>
internal static class DnsNameBytes
{
    public static readonly byte[] Root = [0];

    /// <summary>A name written with dots.</summary>
    public static byte[] Of(string dotted) => [.. Labels(dotted), 0];

    /// <summary>Labels that a pointer or the final zero is to follow.</summary>
    public static byte[] Labels(string dotted) => [.. dotted.Split('.').SelectMany(label => Label(Encoding.ASCII.GetBytes(label)))];

    public static byte[] Label(byte[] bytes) => [(byte)bytes.Length, .. bytes];

    public static byte[] Pointer(int offset) => [(byte)(0xc0 | (offset >> 8)), (byte)offset];
}
