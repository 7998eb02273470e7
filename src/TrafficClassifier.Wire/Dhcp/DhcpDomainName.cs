namespace TrafficClassifier.Wire.Dhcp;

/// <summary>A name in DNS wire form without compression, as the FQDN options carry it (RFC 4702 2.3, RFC 4704 4.2): it may be partial, without the final root.</summary>
internal static class DhcpDomainName
{
    /// <summary>Writes the name's text; what does not fit, or lies behind a broken label, is left out.</summary>
    public static int Format(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var at = 0;
        while (!name.IsEmpty && name[0] is > 0 and < 64 && name[0] < name.Length)
        {
            if ((at > 0 && !WireText.TryAppendDot(destination, ref at))
                || !WireText.TryAppend(name.Slice(1, name[0]), destination, ref at, escapeDots: true))
            {
                break;
            }
            name = name[(1 + name[0])..];
        }
        return at;
    }
}
