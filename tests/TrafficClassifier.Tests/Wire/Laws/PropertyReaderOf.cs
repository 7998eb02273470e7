using System.Reflection;

namespace TrafficClassifier.Tests.Wire.Laws;

/// <summary>Reads one property whose type is known.</summary>
internal sealed class PropertyReaderOf<TView, TValue> : PropertyReader<TView>
    where TView : struct, allows ref struct
    where TValue : allows ref struct
{
    private readonly Getter _getter;

    /// <summary>Made by reflection.</summary>
    public PropertyReaderOf(MethodInfo getter) => _getter = getter.CreateDelegate<Getter>();

    private delegate TValue Getter(ref TView view);

    public override void Read(ref TView view) => _ = _getter(ref view);
}
