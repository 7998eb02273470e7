namespace TrafficClassifier.Capture.Live.Pcap;

/// <summary>
/// pcap/pcap.h, <c>struct pcap_pkthdr</c>: its <c>struct timeval</c> has the size of the system's <c>long</c>.
/// <code>
/// seconds (8; Windows 4) | fraction (8, macOS 4 and 4 unused; Windows 4) | captured (4) | length (4)
/// </code>
/// </summary>
internal readonly unsafe ref struct PcapFrameHeader
{
    private static readonly int _timeLength = OperatingSystem.IsWindows() || nint.Size == 4 ? 8 : 16;

    private readonly byte* _bytes;

    public PcapFrameHeader(byte* bytes) => _bytes = bytes;

    public long Seconds => _timeLength == 8 ? *(int*)_bytes : *(long*)_bytes;

    /// <summary>Below a second: its low half, on the little-endian machines that there are.</summary>
    public int Fraction => *(int*)(_bytes + (_timeLength / 2));

    public int Captured => *(int*)(_bytes + _timeLength);

    public int Length => *(int*)(_bytes + _timeLength + sizeof(int));
}
