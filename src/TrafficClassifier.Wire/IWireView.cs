namespace TrafficClassifier.Wire;

/// <summary>
/// A protocol unit read in place. The contract of every view: <see cref="TryRead"/> is the only door and checks every length;
/// after <see cref="DecodeStatus.Ok"/> no accessor can fail, whatever the bytes are. <c>ToString</c> touches every accessor, so
/// that the laws in the tests can hold each view to it.
/// </summary>
/// <typeparam name="TSelf">The view itself.</typeparam>
public interface IWireView<TSelf>
    where TSelf : struct, IWireView<TSelf>, allows ref struct
{
    /// <summary>Reads one unit at the start of <paramref name="bytes"/>; bytes behind the unit are ignored.</summary>
    static abstract DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out TSelf view);

    /// <summary>The unit in one line.</summary>
    string ToString();
}
