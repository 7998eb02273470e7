using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrafficClassifier.Wire.Quic;

/// <summary>The eight words of up to four SHA-256 computations at once (FIPS 180-4 6.2), a lane each.</summary>
[InlineArray(8)]
internal struct Sha256State
{
    private Vector128<uint> _word;
}
