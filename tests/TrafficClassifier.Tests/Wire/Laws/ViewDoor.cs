using TrafficClassifier.Wire;
using Xunit.Sdk;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>One door of one view, behind which the view's type is forgotten: a ref struct cannot be held in a list.</summary>
internal abstract class ViewDoor(Type view, string method)
{
    public const string Strict = "TryRead", Cut = "TryReadCut";

    public Type View { get; } = view;

    public string Method { get; } = method;

    public string Name => $"{View.Name}.{Method}";

    /// <summary>Reads the bytes and, when they are a unit, touches every accessor of the view.</summary>
    /// <returns>The view's text, or the empty string.</returns>
    public string Read(ReadOnlySpan<byte> bytes, out DecodeStatus status)
    {
        try
        {
            return Open(bytes, out status);
        }
        catch (Exception exception)
        {
            throw new XunitException($"{Name} threw for {Hex.Text(bytes)}", exception);
        }
    }

    /// <summary>What one round of reading the bytes and all public properties of the view allocates.</summary>
    public abstract double AllocatedByReading(byte[] bytes);

    protected abstract string Open(ReadOnlySpan<byte> bytes, out DecodeStatus status);
}
