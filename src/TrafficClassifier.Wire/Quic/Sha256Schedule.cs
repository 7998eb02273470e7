using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrafficClassifier.Wire.Quic;

/// <summary>The message schedule of a block in four lanes, round constants added (FIPS 180-4 6.2.2, steps 1 and 3).</summary>
[InlineArray(64)]
internal struct Sha256Schedule
{
    private Vector128<uint> _word;
}
